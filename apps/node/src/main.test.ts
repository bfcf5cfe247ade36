import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openJournal } from '@rowright/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileStore } from './fileStore.ts'
import { openIdentity } from './identity.ts'
import { holdFolder } from './oneProcess.ts'
import { pair } from './run.ts'
import { selfTest } from './selfTest.ts'
import { CODE, openTestInstance, type TestInstance } from './testing/testInstance.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let folder: string
let instance: TestInstance
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'node-main-'))
  instance = await openTestInstance()
})
afterEach(async () => {
  await instance.close()
  await rm(folder, { recursive: true })
})

test('[NOD-20] the self-test tries what must not be reached; everything is refused and the private server counts nothing', async () => {
  const { lines, privateHits } = await selfTest('RowrightBot/0.1')
  expect(lines).toHaveLength(11)
  for (const { refused, url } of lines) expect(refused, url).toBe(true)
  expect(privateHits).toBe(0)
})

test('[NOD-10] a node is paired by a code, is off until it is switched on, and two never run over one folder', async () => {
  const key = await openIdentity(folder)
  expect((await openIdentity(folder)).publicKey).toBe(key.publicKey)
  const pairBy = (code: string) => pair({ url: instance.url, code, name: 'cellar', node: key })
  await expect(pairBy('0000-0000')).rejects.toThrow('No such code.')
  const store = await openFileStore(folder)
  const journal = openJournal(store)
  await journal.setPairing(await pairBy(CODE.toLowerCase()))
  const off = await journal.settings()
  expect(off).toMatchObject({ on: false, mode: 'preview' })
  await journal.setSettings({ ...off, on: true, mode: 'automatic' })
  instance.offer('http://nobody.invalid/')
  const child = spawn(process.execPath, [MAIN, 'run'], { env: { ...process.env, ROWRIGHT_NODE_DIR: folder } })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  try {
    await expect
      .poll(() => [...instance.leases.values()][0]?.returned?.reason, { timeout: 500_000 })
      .toBe('refused')
    await expect(holdFolder(folder)).rejects.toThrow('A node runs over')
    expect(out).toContain('robots.txt cannot be reached')
  } finally {
    child.kill('SIGKILL')
    await new Promise((gone) => child.once('exit', gone))
  }
  // What the killed process left is no process.
  const release = await holdFolder(folder)
  await release()
  expect((await store.tail(50)).map(({ text }) => text).join()).toContain('Leased http://nobody.invalid/')
})
