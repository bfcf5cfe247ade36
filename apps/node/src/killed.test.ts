import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openFileStore } from './fileStore.ts'
import { Killed } from './testing/memoryStore.ts'
import { openScene, type Scene } from './testing/scene.ts'
import { articleOf, siteOf } from './testing/testInternet.ts'

let scene: Scene
afterEach(() => scene?.close())

const PAGES = {
  '/flood': articleOf('The flood'),
  '/robots.txt': 'User-agent: *\nDisallow: /secret',
}

async function lay() {
  await scene.internet.host('news.test', siteOf(PAGES))
  for (const page of ['/flood', '/secret']) scene.instance.offer(`http://news.test${page}`)
}

async function runUntilKilled() {
  try {
    await scene.run()
    return false
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    return true
  }
}

test('[NOD-1] a node killed before or after any of its writes loses no lease, and none is committed to or paid twice', async () => {
  scene = await openScene()
  await lay()
  await scene.run()
  const writes = scene.store.writes
  await scene.close()
  expect(writes).toBeGreaterThan(20)
  for (let write = 1; write < writes; write++) {
    for (const when of ['before', 'after'] as const) {
      scene = await openScene()
      await lay()
      scene.store.dieAt = { write, when }
      const died = await runUntilKilled()
      scene.store.dieAt = null
      scene.restart()
      await scene.run()
      const leases = [...scene.instance.leases.values()]
      const where = `${when} write ${write}, died: ${died}`
      expect(leases, where).toHaveLength(2)
      for (const { lease, commitments, reveals, paid, returned } of leases) {
        const secret = lease.lease.url.endsWith('/secret')
        expect([lease.lease.url, commitments.length, paid, returned?.reason], where).toEqual([
          lease.lease.url,
          secret ? 0 : 1,
          secret ? 0 : 1,
          secret ? 'refused' : undefined,
        ])
        expect(new Set(reveals).size, where).toBe(secret ? 0 : 1)
      }
      await scene.close()
    }
  }
})

test('[NOD-10] a fetch that was broken off counts as if all of it had come; three times, and the lease goes back', async () => {
  scene = await openScene()
  await lay()
  await scene.node.tick()
  const { works, save } = scene.node.journal
  const [work] = (await works()).filter((one) => one.state === 'leased')
  await save({ ...work!, state: 'fetching', attempts: 3 } as never)
  scene.restart()
  await scene.run()
  expect(scene.instance.leases.get(work!.leaseId)!.returned?.reason).toBe('node-failed')
  const { hour } = await scene.node.journal.usage(scene.clock.now())
  expect(hour.bytes).toBeGreaterThanOrEqual(2_000_000)
})

test('[NOD-1] a folder keeps whole entries only, finds them by prefix, and reads past a broken last line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'node-store-'))
  try {
    const store = await openFileStore(folder)
    const long = `site/https://a.test/${'x'.repeat(500)}`
    await store.put('work/b', { n: 2 })
    await store.put('work/a', { n: 1 })
    await store.put(long, 'license')
    await store.put('work/a', { n: 3 })
    // What a killed process leaves behind.
    await writeFile(join(folder, 'journal', '.123.0.new'), '{"key":"work/c","val')
    const again = await openFileStore(folder)
    expect(await again.list('work/')).toEqual([
      { key: 'work/a', value: { n: 3 } },
      { key: 'work/b', value: { n: 2 } },
    ])
    expect(await again.get(long)).toBe('license')
    expect(await again.get('work/c')).toBeUndefined()
    await again.delete('work/a')
    expect(await again.get('work/a')).toBeUndefined()
    const line = { at: '2026-11-26T12:00:00.000Z', level: 'info', event: 'x', text: 'one' } as const
    await again.append(line)
    await writeFile(join(folder, 'log.jsonl'), '{"at":"2026', { flag: 'a' })
    expect(await again.tail(5)).toEqual([line])
    await again.clear()
    expect(await readdir(join(folder, 'journal'))).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})
