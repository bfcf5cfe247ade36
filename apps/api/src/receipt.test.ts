import { consentMessage, revocationLock } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { newPerson, newPool } from '@rowright/testing/factories'
import { bytesToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database)
})
afterAll(() => door?.close())

interface Given {
  id: string
  revokedAt: string | null
  endedBefore?: boolean
  receipt: { body: { poolId: string }; consentId: string; poolName: string; secret?: `0x${string}` }
}

/** Gives a consent as the pages do. @returns what the person downloads, as text. */
async function consenting(ada: Someone): Promise<{ receipt: string; secret: `0x${string}` }> {
  const pool = await database.tx(async (ctx) => newPool(ctx, await newPerson(ctx, 'requester')))
  const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const body = {
    kind: 'rowright.consent.v2' as const,
    poolId: pool.id,
    publicKey: ada.publicKey,
    termsHash: pool.termsHash,
    purposes: pool.terms.purposes,
    licenseeClasses: pool.terms.licenseeClasses,
    licensees: { allowed: [], denied: [`0x${'a'.repeat(40)}`] },
    revocationLock: revocationLock(secret),
    grantedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    language: 'en' as const,
  }
  const signature = await ada.sign(consentMessage(body))
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const sent = { token: ada.token, json: { body, signature, secret }, headers }
  const made = await door.send('POST', `/v1/pools/${pool.id}/consents`, sent)
  expect(made.status, made.text).toBe(200)
  const mine = await door.send<{ items: Given[] }>('GET', '/v1/me/consents', { token: ada.token })
  return { receipt: JSON.stringify(mine.json.items[0]!.receipt), secret }
}

/** All a stranger has is the text of the receipt. */
async function endBy(receipt: string) {
  const { body, consentId, secret } = JSON.parse(receipt) as Given['receipt']
  const path = `/v1/pools/${body.poolId}/consents/${consentId}/revoke`
  return door.send<Given>('POST', path, { json: { secret } })
}

test('[CON-5] the receipt alone ends its consent, with no session; a second time it is over already', async () => {
  const { receipt } = await consenting(await someone(door, database, 'ada'))
  expect(JSON.parse(receipt)).toMatchObject({ poolName: 'digits', kind: 'rowright.consent-receipt.v1' })
  const { secret: _, ...without } = JSON.parse(receipt)
  expect(problemOf(await endBy(JSON.stringify(without)))).toMatchObject({
    code: 'consent/not-the-subject',
    field: 'secret',
  })
  const other = JSON.stringify({ ...without, secret: `0x${'1'.repeat(64)}` })
  expect(problemOf(await endBy(other)).code).toBe('consent/not-the-subject')
  const ended = await endBy(receipt)
  expect(ended.status, ended.text).toBe(200)
  expect(ended.json).toMatchObject({ revokedAt: expect.any(String), endedBefore: false })
  const again = await endBy(receipt)
  expect(again.status).toBe(200)
  expect(again.json).toMatchObject({ revokedAt: ended.json.revokedAt, endedBefore: true })
})

/** Every row of the database as text: bytes are in it as hexadecimal digits. */
async function everything(): Promise<string> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const all: string[] = []
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ line: string }>(`select t::text as line from "${name}" t`)
    all.push(...rows.map((row) => row.line))
  }
  return all.join('\n')
}

test('[CON-6] the secret is nowhere in the database but sealed; with the account its key goes, and the receipt still ends it', async () => {
  const ada = await someone(door, database, 'ada')
  const { receipt, secret } = await consenting(ada)
  const sealed = async () =>
    (
      await database.pool.query<{ sealed: string; key: string | null }>(
        `select encode(sealed_secret, 'hex') as sealed, encode(key, 'hex') as key from consent c
         left join consent_key k on k.person_id = c.person_id where c.id = $1`,
        [JSON.parse(receipt).consentId],
      )
    ).rows[0]!
  const before = await sealed()
  expect(before.key).toMatch(/^[0-9a-f]{64}$/)
  const forms = [secret.slice(2), Buffer.from(secret.slice(2), 'hex').toString('base64').slice(0, 42)]
  const held = await everything()
  expect(held).toContain(before.sealed)
  expect(held).toContain(before.key)
  for (const form of forms) expect(held.toLowerCase()).not.toContain(form.toLowerCase())

  const gone = await door.send('DELETE', '/v1/me', { token: ada.token })
  expect(gone.status, gone.text).toBe(200)
  expect((await sealed()).key).toBeNull()
  const after = await everything()
  expect(after, 'nothing opens what is left').not.toContain(before.key)
  expect(after).not.toContain(secret.slice(2))
  const { rows: kept } = await database.pool.query('select 1 from keyed_request where person_id = $1', [
    ada.id,
  ])
  expect(kept, 'nor an answer that was kept to be given again').toEqual([])

  expect((await door.send('GET', '/v1/me/consents', { token: ada.token })).status).toBe(401)
  const ended = await endBy(receipt)
  expect(ended.status, ended.text).toBe(200)
  expect(ended.json.revokedAt).not.toBeNull()
  expect(ended.json.receipt.secret, 'the answer cannot have what is erased').toBeUndefined()
})
