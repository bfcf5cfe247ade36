import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportLine, type Snippet, snippets } from '../../apps/web/src/pools/snippets.ts'
import type { Config } from './clients.ts'

/** What became of one of the page's snippets. Null: not run, and why. */
export interface Ran {
  name: string
  ok: boolean | null
  detail: string
  seconds: number
}

/** What no run here can try. */
const NOT_RUN: Record<string, string> = {
  Spark:
    'needs Spark and its connector from Maven, hundreds of megabytes; what was seen by hand is in docs/api.md',
}

/** Arrow's threads may abort the interpreter while it ends, on a busy machine; by then the rows are counted. */
const COUNTED = '\nprint("ROWS", len(rows), flush=True)\nimport os\nos._exit(0)'

/**
 * Runs the lines that the pages show, each by itself, as a buyer does who copies them: in a folder with the downloaded
 * profile, with the key in ROWRIGHT_KEY. What they leave behind must be the newest version, whole.
 */
export async function runSnippets(python: string, config: Config): Promise<Ran[]> {
  const newest = config.versions.at(-1)!
  const place = {
    origin: config.url,
    poolId: config.poolId,
    licenseId: config.share.replace('license-', ''),
    version: newest.version,
  }
  const line = exportLine(place, { id: newest.releaseId, version: newest.version })
  const shown: Snippet[] = [...snippets(place), { name: 'curl, JSONL', language: 'sh', code: line }]
  const ran: Ran[] = []
  for (const snippet of shown) ran.push(await runOne(python, config, snippet))
  return ran
}

async function runOne(python: string, config: Config, { name, language, code }: Snippet): Promise<Ran> {
  const why = NOT_RUN[name]
  if (why) return { name, ok: null, detail: why, seconds: 0 }
  const folder = mkdtempSync(join(tmpdir(), 'rowright-snippet-'))
  const began = performance.now()
  const done = (ok: boolean, detail: string): Ran => ({
    ...{ name, ok, detail },
    seconds: Math.round(performance.now() - began) / 1_000,
  })
  try {
    writeFileSync(join(folder, `${config.share}.share`), JSON.stringify(config.profile), { mode: 0o600 })
    const run = (program: string, args: string[]) => execute(program, args, folder, config.key)
    if (language === 'python') {
      const said = await run(python, ['-c', code + COUNTED])
      return done(said.includes(`ROWS ${config.versions.at(-1)!.rows}\n`), said.trim().slice(-500))
    }
    await run('sh', ['-c', code])
    if (name === 'curl, JSONL') {
      const lines = readFileSync(join(folder, `release-${config.versions.at(-1)!.version}.jsonl`), 'utf8')
      const rows = lines.trim().split('\n').length
      return done(rows === config.versions.at(-1)!.rows, `${rows} lines`)
    }
    // The same line again goes on where it broke off, and changes nothing about a whole file.
    const file = join(folder, 'rows-0.parquet')
    const whole = readFileSync(file)
    truncateSync(file, whole.length >> 1)
    await run('sh', ['-c', code])
    const parquet = whole.subarray(0, 4).toString() === 'PAR1' && whole.subarray(-4).toString() === 'PAR1'
    return done(parquet && readFileSync(file).equals(whole), `${whole.length} bytes, resumed at half`)
  } catch (error) {
    return done(false, String((error as Error).message).slice(-1_500))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns standard output. @throws Error with standard error when it does not end well. */
function execute(program: string, args: string[], folder: string, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ROWRIGHT_KEY: key, HOME: folder, HF_HOME: folder, XDG_CACHE_HOME: folder }
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`ended with ${code}: ${err}`))))
  })
}
