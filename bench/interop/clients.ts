import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Seen } from './table.ts'

/** What the clients are told: addresses, and what they should find there. */
export interface Config {
  phase: 'before' | 'after'
  url: string
  /** A Delta Sharing profile, as it was downloaded. */
  profile: Record<string, unknown>
  key: string
  poolId: string
  share: string
  versions: { version: number; releaseId: string; rows: number }[]
}

/** Runs the Python clients and gathers what each was seen to do. What they print otherwise goes to standard error. */
export async function runClients(python: string, config: Config): Promise<Seen[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rowright-interop-'))
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    const script = fileURLToPath(new URL('./clients.py', import.meta.url))
    const child = spawn(python, [script, join(folder, 'config.json')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        HOME: folder,
        HF_HOME: join(folder, 'hf'),
        XDG_CACHE_HOME: folder,
      },
    })
    const out = await text(child.stdout)
    return out
      .split('\n')
      .filter((line) => line.startsWith('{"client"'))
      .map((line) => JSON.parse(line) as Seen)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
