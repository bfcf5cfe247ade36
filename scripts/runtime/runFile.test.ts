import { spawn } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

import { type Identity, identityOf, isAlive } from './identity.ts'
import { claim } from './runFile.ts'
import { temporaryFolder } from './temporary.ts'

const folder = await temporaryFolder('claims')
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A process that waits until it is ended. */
function sleeper(): Identity {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  return identityOf(child.pid!)!
}

/** What a start that was killed leaves behind. */
async function abandoned(name: string, processes: (Identity & { name: string })[]): Promise<string> {
  const dataDir = join(folder, name)
  const claimed = await claim(dataDir, 'http://localhost:1')
  claimed.release()
  const owner = { pid: 2 ** 22 + 1, startTime: '1' } // above the kernel's highest pid
  await writeFile(
    join(dataDir, 'run.json'),
    JSON.stringify({ owner, address: 'http://localhost:1', processes }),
  )
  return dataDir
}

test('[RUN-7] a second start in the same folder is refused with the address', async () => {
  const dataDir = join(folder, 'twice')
  const claimed = await claim(dataDir, 'http://localhost:3000')
  await expect(claim(dataDir, 'http://localhost:3001')).rejects.toThrow(
    'Rowright is already running at http://localhost:3000.',
  )
  claimed.release()
  const again = await claim(dataDir, 'http://localhost:3001')
  again.release()
})

test('[RUN-8] what a killed start left running is ended', async () => {
  const worker = sleeper()
  const dataDir = await abandoned('killed', [{ name: 'worker', ...worker }])
  const claimed = await claim(dataDir, 'http://localhost:2')
  expect(isAlive(worker)).toBe(false)
  claimed.release()
})

test('[RUN-9] a process that only has the same pid is left alone', async () => {
  const stranger = sleeper()
  const dataDir = await abandoned('recycled', [{ name: 'worker', pid: stranger.pid, startTime: '1' }])
  const claimed = await claim(dataDir, 'http://localhost:2')
  expect(isAlive(stranger)).toBe(true)
  claimed.release()
  process.kill(stranger.pid, 'SIGKILL')
})

test('[RUN-10] a data folder that cannot be made is one sentence', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(claim(join(folder, 'file', 'data'), 'http://localhost:3')).rejects.toThrow(
    `The data folder ${join(folder, 'file', 'data')} is not writable (ENOTDIR); fix its owner or set DATA_DIR.`,
  )
})
