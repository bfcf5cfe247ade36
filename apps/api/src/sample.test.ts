import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { revoke } from '@rowright/pipeline/consent'
import { testDatabase } from '@rowright/testing'
import { newSale } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'door-sample-'))
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
})
afterAll(async () => {
  await door.close()
  rmSync(folder, { recursive: true, force: true })
})

test('[EXP-11] a visitor without an account sees the shape of rows, until a consent ends', async () => {
  const { release, people } = await database.tx((ctx) =>
    newSale(ctx, folderBlobStore(folder), { items: ['a', 'b'], labelers: 2 }),
  )
  const path = `/v1/pools/${release.poolId}/releases/${release.id}/sample`
  const { status, json } = await door.send<{ items: Record<string, unknown>[]; columns: { name: string }[] }>(
    'GET',
    path,
  )
  expect(status).toBe(200)
  expect(json).toMatchObject({ version: 1, rows: 2, masked: 'consents-are-for-licensees' })
  expect(json.items).toHaveLength(2)
  for (const row of json.items)
    expect(Object.keys(row).sort()).toEqual(json.columns.map(({ name }) => name).sort())
  expect(json.items[0]).toMatchObject({ answers: { shown: 2 }, value: { masked: { kind: 'text' } } })

  const [{ id: personId, consentId }] = people as [(typeof people)[number]]
  const actor = { kind: 'person', personId, steward: false } as const
  await database.tx((ctx) => revoke(ctx, { poolId: release.poolId, consentId }), actor)
  expect(problemOf(await door.send('GET', path))).toMatchObject({ code: 'release/withdrawn', status: 410 })
  const other = path.replace(release.id, crypto.randomUUID())
  expect(problemOf(await door.send('GET', other))).toMatchObject({
    code: 'release/unknown-release',
    status: 404,
  })
})
