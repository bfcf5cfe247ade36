import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { preparePython } from '../../bench/interop/python.ts'
import { openWorld, type World } from '../../bench/interop/world.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('./withdraw.py', import.meta.url))

interface Read {
  version: number
  rows: number
  deletes: number | null
  shownAgain: number | null
}

/**
 * A buyer licenses a pool and reads it with pandas through Delta Sharing; a contributor ends her consent; the same
 * client is told what to delete, the old file answers 410, and what she earned stays hers.
 * @returns whether all of it came out as it must.
 */
export async function withdraw(_: string[], signal: AbortSignal): Promise<boolean> {
  const say = (line: string) => console.log(line)
  const python = await preparePython(say)
  const world = await openWorld(python, say)
  const began = performance.now()
  try {
    signal.throwIfAborted()
    const profile = join(world.system.dataDir, 'rowright.share')
    writeFileSync(profile, JSON.stringify(world.config.profile), { mode: 0o600 })
    const table = `${profile}#${world.config.share}.pool.rows`
    const read = async (...since: string[]) =>
      JSON.parse(
        (await run(python, [SCRIPT, table, ...since], { signal })).stdout.trim().split('\n').at(-1)!,
      ) as Read
    const before = await read()
    const old = await oldFile(world)
    const earned = await world.revenueOfChen()
    say(
      `✓ pandas reads version ${before.version}: ${before.rows} rows; chen's part of the sale is ${earned} base units`,
    )

    await world.endConsent()
    say(`✓ Chen ended her consent, and the next version is there  ${seconds(began)}`)
    const after = await read('3')
    say(
      `✓ pandas reads version ${after.version}: ${after.rows} rows, and ${after.deletes} to delete by name alone`,
    )
    const gone = await until410(old, signal)
    say(
      `✓ The old file answers ${gone.status}, and names version ${gone.successor?.version}  ${seconds(began)}`,
    )
    const kept = await world.revenueOfChen()
    const right =
      after.rows + after.deletes! === before.rows &&
      after.shownAgain === 0 &&
      gone.successor?.version === 3 &&
      kept === earned
    console.log(
      JSON.stringify({ before, after, gone: gone.status, earned: String(earned), kept: String(kept), right }),
    )
    return right
  } finally {
    await world.stop()
  }
}

const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(1)} s`

/** The signed address of the newest version's Parquet file. */
async function oldFile({ config }: World): Promise<string> {
  const { releaseId } = config.versions.at(-1)!
  const path = `/v1/licenses/${config.share.replace('license-', '')}/releases/${releaseId}/files`
  const response = await fetch(config.url + path, { headers: { authorization: `Bearer ${config.key}` } })
  const { items } = (await response.json()) as { items: { kind: string; url: string }[] }
  return items.find((one) => one.kind === 'parquet')!.url
}

async function until410(url: string, signal: AbortSignal) {
  for (;;) {
    const response = await fetch(url, { signal })
    if (response.status === 410)
      return { status: 410, ...((await response.json()) as { successor: { version: number } | null }) }
    await response.arrayBuffer()
    await new Promise((wake) => setTimeout(wake, 500))
  }
}
