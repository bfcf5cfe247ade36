import { execFile } from 'node:child_process'
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OperatorError } from './errors.ts'
import { ROOT } from './root.ts'

const run = promisify(execFile)

/** What the page `/node` says of a download: anybody who builds the same sources gets the same SHA-256. */
interface NodeBuild {
  file: string
  version: string
  sha256: string
  bytes: number
}

/** Packs the extension and the headless node into a folder, with `builds.json` beside them; whole or not there. */
export async function packNodes(folder: string, log: string, signal?: AbortSignal): Promise<void> {
  const making = `${folder}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true })
  const [extension, headless] = await Promise.all([
    pack('apps/extension', ['--into', join(making, 'extension')], 'rowright-extension.zip'),
    pack('apps/node', [], 'rowright-node.tgz'),
  ])
  await rm(join(making, 'extension'), { recursive: true })
  await writeFile(
    join(making, 'builds.json'),
    JSON.stringify({ commit: await commit(), extension, headless }),
  )
  await rm(folder, { recursive: true, force: true })
  await rename(making, folder)

  async function pack(place: string, args: string[], file: string): Promise<NodeBuild> {
    try {
      const { stdout } = await run(
        process.execPath,
        [join(ROOT, place, 'build.mjs'), ...args, '--pack', join(making, file)],
        { cwd: ROOT, ...(signal ? { signal } : {}) },
      )
      await appendFile(log, stdout)
      const { version } = JSON.parse(await readFile(join(ROOT, place, 'package.json'), 'utf8')) as {
        version: string
      }
      const { length } = await readFile(join(making, file))
      return { file, version, sha256: stdout.slice(0, 64), bytes: length }
    } catch (error) {
      signal?.throwIfAborted()
      await appendFile(log, String(error))
      throw new OperatorError('runtime/node-build', `${place} could not be packed: ${String(error)} (${log})`)
    }
  }
}

/** The commit of the checkout; null outside one. */
async function commit(): Promise<string | null> {
  const found = await run('git', ['rev-parse', 'HEAD'], { cwd: ROOT }).catch(() => null) // an unpacked archive
  return found?.stdout.trim() ?? null
}
