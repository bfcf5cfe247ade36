import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askEditions, publishFiles } from '@rowright/pipeline/export'
import { testDatabase } from '@rowright/testing'
import { newSale } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, someone } from './testWorld.ts'

const database = testDatabase()
const blobs = mkdtempSync(join(tmpdir(), 'compliance-'))
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs })
})
afterAll(async () => {
  await door?.close()
  rmSync(blobs, { recursive: true, force: true })
  expect(door?.faults).toEqual([])
})

test('[EXP-10] ids go in as lines and come back as lines, to the licensee and nobody else', async () => {
  const store = door.system.blobs
  const made = await database.tx((ctx) => newSale(ctx, store, { items: ['a'], labelers: 1 }))
  await database.tx((ctx) => askEditions(ctx, made.pool.id))
  while ((await publishFiles(database.database, store)) > 0);
  const [dora, eve] = [await someone(door, database, 'dora'), await someone(door, database, 'eve')]
  await database.pool.query('update payout_method set person_id = $1 where person_id = $2', [
    dora.id,
    made.buyer.id,
  ])
  const path = `/v1/licenses/${made.licenseId}/compliance-checks`
  const sent = async (token: string | undefined, body: string) =>
    door.send('POST', path, { token, body, headers: { 'content-type': 'text/plain' } })
  const stranger = 'f'.repeat(32)
  const answer = await sent(dora.token, `${stranger}\n`)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
  expect(
    answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      counts: { current: 0, superseded: 0, revoked: 0, unknown: 1 },
      successor: { releaseId: made.release.id, version: 1 },
    },
    { rowId: stranger, standing: 'unknown', seq: null, deleteBy: null },
  ])
  expect(problemOf(await sent(dora.token, 'no id'))).toMatchObject({ code: 'export/bad-row-id', status: 422 })
  expect(problemOf(await sent(dora.token, '')).code).toBe('export/bad-row-id')
  expect(problemOf(await sent(eve.token, `${stranger}\n`)).code).toBe('license/unknown-license')
  expect(problemOf(await sent(undefined, `${stranger}\n`)).code).toBe('people/not-signed-in')
})
