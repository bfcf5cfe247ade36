import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../scripts/runtime/ports.ts'

/** An nginx of its own over one folder, or null where there is none. */
export async function startNginx(
  folder: string,
  root: string,
): Promise<{ url: string; stop(): void } | null> {
  if (spawnSync('nginx', ['-v']).error) return null
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  writeFileSync(
    file,
    `daemon off; worker_processes 2; pid ${folder}/pid; error_log stderr; events {}
user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
http { access_log off; sendfile on; ${temporary} server { listen 127.0.0.1:${port}; root ${root}; } }`,
  )
  const child = spawn('nginx', ['-c', file, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 50; i++) {
    const up = await fetch(url).then(
      () => true,
      () => false,
    )
    if (up) return { url, stop: () => child.kill('SIGTERM') }
    await new Promise((wake) => setTimeout(wake, 100))
  }
  child.kill('SIGTERM')
  return null
}
