import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CODE, openTestInstance, type TestInstance } from './testing/testInstance.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

let folder: string
let instance: TestInstance
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'node-packed-'))
  instance = await openTestInstance()
})
afterEach(async () => {
  await instance.close()
  await rm(folder, { recursive: true })
})

test('[NOD-28] both nodes pack to the same bytes wherever they are built', async () => {
  const pack = async (place: string, file: string, cwd: string, ...args: string[]) => {
    const { stdout } = await run(
      process.execPath,
      [join(ROOT, place, 'build.mjs'), '--pack', join(folder, file), ...args],
      { cwd },
    )
    return stdout.slice(0, 64)
  }
  const extension = (cwd: string, name: string) =>
    pack('apps/extension', `${name}.zip`, cwd, '--into', join(folder, name))
  const first = [await pack('apps/node', '1.tgz', ROOT), await extension(ROOT, 'one')]
  const second = [await pack('apps/node', '2.tgz', folder), await extension(folder, 'another-place')]
  expect(first[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(second).toEqual(first)
})

test('[NOD-28] the packed node runs in an empty folder: it tests itself, pairs, works and tells its log', async () => {
  await run(process.execPath, [join(ROOT, 'apps/node/build.mjs'), '--pack', join(folder, 'node.tgz')])
  await run('tar', ['xzf', 'node.tgz'], { cwd: folder })
  const home = join(folder, 'rowright-node')
  expect((await readdir(home)).sort()).toEqual([
    'README.md',
    'package.json',
    'rowright-node.mjs',
    'rowright-node.service',
  ])
  const env = { PATH: process.env.PATH, ROWRIGHT_NODE_DIR: join(folder, 'memory') }
  const node = async (...args: string[]) =>
    (await run(process.execPath, ['rowright-node.mjs', ...args], { cwd: home, env })).stdout
  expect(await node('selftest')).toContain('The private server counted 0 requests.')
  await node('pair', instance.url, CODE)
  await node('settings', 'mode', '"automatic"')
  await node('settings', 'on', 'true')
  instance.offer('http://nobody.invalid/')
  const child = spawn(process.execPath, ['rowright-node.mjs', 'run'], { cwd: home, env })
  try {
    await expect
      .poll(() => [...instance.leases.values()][0]?.returned?.reason, { timeout: 500_000 })
      .toBe('refused')
  } finally {
    child.kill('SIGTERM')
    await new Promise((gone) => child.once('exit', gone))
  }
  expect(await node('log')).toContain('Leased http://nobody.invalid/ for 0.0012 tUSD.')
})
