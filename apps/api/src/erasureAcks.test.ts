import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deliver } from '@rowright/pipeline/export'
import { numberChanges } from '@rowright/pipeline/release'
import { sha256Hex } from '@rowright/protocol'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale, sell } from '@rowright/testing/sale'
import { verifyMessage } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, someone } from './testWorld.ts'

const database = testDatabase()
const blobs = mkdtempSync(join(tmpdir(), 'erasure-'))
const receipts = privateKeyToAccount(generatePrivateKey())
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs })
})
afterAll(async () => {
  await door?.close()
  rmSync(blobs, { recursive: true, force: true })
  expect(door?.faults).toEqual([])
})

interface Signed {
  receipt: string
  signer: `0x${string}`
  signature: `0x${string}`
}

test('[LIC-13] a licensee says what is erased and gets a signed receipt; the contributor sees how many have said so', async () => {
  const address = privateKeyToAccount(generatePrivateKey()).address.toLowerCase()
  const made = await database.tx((ctx) =>
    newSale(ctx, door.system.blobs, { items: ['a', 'b'], labelers: 1, address }),
  )
  const [dora, ada, eve] = [
    await someone(door, database, 'dora'),
    await someone(door, database, 'ada'),
    await someone(door, database, 'eve'),
  ]
  const give = (table: string, to: string, from: string) =>
    database.pool.query(`update ${table} set person_id = $1 where person_id = $2`, [to, from])
  await give('payout_method', dora.id, made.buyer.id)
  const asking = { poolId: made.pool.id, releaseId: made.release.id, licenseId: made.licenseId }
  await database.tx((ctx) => deliver(ctx, { ...asking, personId: dora.id }))
  await give('consent', ada.id, made.people[0]!.id)
  const ended = await door.send(
    'POST',
    `/v1/pools/${made.pool.id}/consents/${made.people[0]!.consentId}/revoke`,
    { token: ada.token, json: {} },
  )
  expect(ended.status, ended.text).toBe(200)
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 60 }))
  const erasure = async () =>
    (await door.send<{ items: { erasure: unknown }[] }>('GET', '/v1/me/consents', { token: ada.token })).json
      .items[0]!.erasure
  expect(await erasure()).toEqual({ given: 1, erased: 0 })

  const { rows: tombstones } = await database.pool.query<{ seq: string; row_id: string }>(
    `select seq, row_id from change where pool_id = $1 and kind = 'tombstone' order by seq`,
    [made.pool.id],
  )
  expect(tombstones).toHaveLength(2)
  const through = Number(tombstones.at(-1)!.seq)
  const ack = (json: object, token: string) =>
    door.send<Signed>('POST', `/v1/licenses/${made.licenseId}/erasure-acks`, { token, json })
  expect(problemOf(await ack({ through }, dora.token)).code).toBe('system/no-receipts-key')
  door.system.signReceipt = async (text) => ({
    signer: receipts.address,
    signature: await receipts.signMessage({ message: text }),
  })
  expect(problemOf(await ack({ through: through + 1 }, dora.token))).toMatchObject({
    code: 'license/unknown-change',
    field: 'through',
  })
  expect(problemOf(await ack({ through: 0 }, dora.token)).code).toBe('request/invalid')
  expect(problemOf(await ack({ through }, eve.token)).code).toBe('license/unknown-license')

  const first = await ack({ through: Number(tombstones[0]!.seq) }, dora.token)
  expect(first.status, first.text).toBe(200)
  expect(await erasure(), 'one row is still there').toEqual({ given: 1, erased: 0 })
  const signed = await ack({ through }, dora.token)
  expect((await ack({ through }, dora.token)).json, 'said again').toEqual(signed.json)
  const { receipt, signer, signature } = signed.json
  expect(signer).toBe(receipts.address)
  expect(await verifyMessage({ address: signer, message: receipt, signature })).toBe(true)
  const names = tombstones.map((one) => one.row_id).sort()
  expect(JSON.parse(receipt)).toMatchObject({
    kind: 'rowright.erasure-receipt.v1',
    licenseId: made.licenseId,
    through,
    rows: 2,
    rowsSha256: sha256Hex(names.join('\n')),
  })
  expect(await erasure()).toEqual({ given: 1, erased: 1 })

  // [REL-20] For people: one line for what happened at once, and when she said that it is done.
  const news = (token: string, more = '') =>
    door.send<{ items: Record<string, unknown>[]; nextCursor: string }>(
      'GET',
      `/v1/licenses/${made.licenseId}/news${more}`,
      { token },
    )
  const told = (await news(dora.token)).json
  expect(told).toMatchObject({ acknowledgedThrough: through, nextCursor: null })
  const revoked = {
    kind: 'tombstone',
    reason: 'consent-ended',
    deletes: 2,
    replaces: 0,
    lastSeq: through,
    concerns: true,
  }
  const published = { kind: 'release', version: 1, releaseId: made.release.id, acknowledgedAt: null }
  expect(told.items).toMatchObject([revoked, published])
  expect(told.items[0]!.acknowledgedAt).toBe(JSON.parse(receipt).at)
  expect(JSON.stringify(told), 'nothing says whose rows they were').not.toContain(made.people[0]!.consentId)
  const page = (await news(dora.token, '?limit=1')).json
  expect(page.items).toMatchObject([revoked])
  const rest = await news(dora.token, `?limit=1&cursor=${page.nextCursor}`)
  expect(rest.json.items).toMatchObject([published])
  // Who buys later was never given those rows.
  const later = await database.tx((ctx) => sell(ctx, made.pool.id, address, 1))
  const since = await door.send<{ items: object[] }>('GET', `/v1/licenses/${later}/news`, {
    token: dora.token,
  })
  expect(since.json.items[0]).toMatchObject({ kind: 'tombstone', concerns: false, acknowledgedAt: null })
  expect(problemOf(await news(eve.token))).toMatchObject({ code: 'license/unknown-license', status: 404 })
  expect(problemOf(await news(dora.token, '?cursor=AAAA')).code).toBe('request/bad-cursor')
})
