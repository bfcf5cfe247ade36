import type { Ctx } from '@rowright/db'
import { consentMessage, revocationLock } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import type { Pool } from '../pool/index.ts'
import {
  consentBatch,
  consentsOf,
  eraseSealingKey,
  grant,
  markAnchored,
  orphanAnchors,
  recordChainRevocation,
  revocationsToSend,
  revoke,
  validConsents,
} from './index.ts'

const database = testDatabase()
const SECRET = `0x${'5e'.repeat(32)}` as const

async function people(ctx: Ctx) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  return { pool, ada: await newPerson(ctx, 'ada') }
}
const bodyOf = (ctx: Ctx, pool: Pool, person: TestPerson, secret: `0x${string}` = SECRET) => ({
  kind: 'rowright.consent.v1' as const,
  poolId: pool.id,
  publicKey: person.publicKey,
  termsHash: pool.termsHash,
  purposes: pool.terms.purposes,
  licenseeClasses: pool.terms.licenseeClasses,
  revocationLock: revocationLock(secret),
  grantedAt: ctx.now().toISOString(),
  expiresAt: new Date(ctx.now().getTime() + 86_400_000 * 100).toISOString(),
  language: 'en' as const,
})
const give = async (
  ctx: Ctx,
  pool: Pool,
  person: TestPerson,
  change: Record<string, unknown> = {},
  signer = person,
  secret: `0x${string}` = SECRET,
) => {
  const body = { ...bodyOf(ctx, pool, person, secret), ...change }
  const signature = await signer.sign(consentMessage(body as never))
  return grant(ctx, { poolId: pool.id, personId: person.id, body, signature, secret })
}

test('[CON-1] a signature by another key is refused and nothing is kept', async () => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const mallory = await newPerson(ctx, 'mallory')
    await expect(give(ctx, pool, ada, {}, mallory)).rejects.toMatchObject({
      code: 'consent/invalid',
      field: 'signature',
    })
    await expect(give(ctx, pool, ada, { publicKey: mallory.publicKey }, mallory)).rejects.toMatchObject({
      field: 'body.publicKey',
    })
    expect(await consentsOf(ctx, ada.id)).toEqual([])
  })
})

test.each([
  ['poolId', '0190a000-0000-7000-8000-000000000009'],
  ['termsHash', 'ab'.repeat(32)],
  ['expiresAt', '2001-01-01T00:00:00.000Z'],
  ['expiresAt', '2999-01-01T00:00:00.000Z'],
  ['grantedAt', '2001-01-01T00:00:00.000Z'],
  ['purposes', ['surveillance']],
  ['licenseeClasses', []],
  ['kind', 'other'],
])('[CON-2] a consent with a wrong %s is refused, naming it', async (field, value) => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const error = await give(ctx, pool, ada, { [field]: value }).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'consent/invalid', field: expect.stringContaining(`body.${field}`) })
  })
})

const [ANN, BOB, CAI] = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}`)
const named = (licensees: unknown, more: object = {}) => ({ kind: 'rowright.consent.v2', licensees, ...more })

test.each([
  ['both lists empty', named({ allowed: [], denied: [] })],
  ['some of each', named({ allowed: [ANN], denied: [BOB, CAI] })],
  ['only by name', named({ allowed: [ANN], denied: [] }, { licenseeClasses: [] })],
  ['32 in each', named({ allowed: addresses(32, 'a'), denied: addresses(32, 'b') })],
])('[CON-10] named licensees are kept as they were signed: %s', async (_, change) => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const secret = `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')}` as const
    await give(ctx, pool, ada, change, ada, secret)
    expect((await consentsOf(ctx, ada.id))[0]!.body).toMatchObject(change)
    expect((await validConsents(ctx, pool.id, [ada.id], ctx.now())).has(ada.id)).toBe(true)
  })
})

test.each([
  ['licensees', named(undefined)],
  ['licensees.allowed', named({ denied: [] })],
  ['licensees.allowed', named({ allowed: 'all', denied: [] })],
  ['licensees.friends', named({ allowed: [], denied: [], friends: [ANN] })],
  ['licensees.allowed.0', named({ allowed: ['Acme Ltd.'], denied: [] })],
  ['licensees.denied.1', named({ allowed: [], denied: [ANN, `0x${'B'.repeat(40)}`] })],
  ['licensees.denied.0', named({ allowed: [], denied: [`0x${'b'.repeat(39)}`] })],
  ['licensees.denied', named({ allowed: [], denied: addresses(33, 'b') })],
  ['licensees.denied.1', named({ allowed: [], denied: [ANN, ANN] })],
  ['licensees.allowed.2', named({ allowed: [ANN, BOB, ANN], denied: [] })],
  ['licensees.denied.1', named({ allowed: [ANN, BOB], denied: [CAI, BOB] })],
  ['licenseeClasses', named({ allowed: [], denied: [BOB] }, { licenseeClasses: [] })],
  ['licensees', { licensees: { allowed: [], denied: [] } }],
  ['licenseeClasses', { licenseeClasses: [] }],
])('[CON-2, CON-10] a body with a wrong %s is refused, naming it: %j', async (field, change) => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    await expect(give(ctx, pool, ada, change)).rejects.toMatchObject({
      code: 'consent/invalid',
      status: 422,
      field: `body.${field}`,
    })
    expect(await consentsOf(ctx, ada.id)).toEqual([])
  })
})

function addresses(count: number, digit: string): string[] {
  return Array.from({ length: count }, (_, i) => `0x${String(i).padStart(40, digit)}`)
}

test('[CON-2] a lock serves one consent', async () => {
  await expect(
    database.tx(async (ctx) => {
      const { pool, ada } = await people(ctx)
      await give(ctx, pool, ada)
      await give(ctx, pool, ada, { language: 'zh-Hant' })
    }),
  ).rejects.toMatchObject({ code: 'consent/invalid', field: 'body.revocationLock' })
})

test('[CON-3] granting the same again is the same consent', async () => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const body = bodyOf(ctx, pool, ada)
    const signature = await ada.sign(consentMessage(body))
    const input = { poolId: pool.id, personId: ada.id, body, signature, secret: SECRET }
    expect((await grant(ctx, input)).id).toBe((await grant(ctx, input)).id)
  })
})

test('[CON-4, CON-5] a consent holds until it is ended; the secret alone ends it; twice is once', async () => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const consentId = await giveConsent(ctx, pool, ada)
    const holds = async () => (await validConsents(ctx, pool.id, [ada.id], ctx.now())).has(ada.id)
    expect(await holds()).toBe(true)
    const secret = (await consentsOf(ctx, ada.id))[0]!.secret!
    await expect(revoke(ctx, { poolId: pool.id, consentId })).rejects.toMatchObject({
      code: 'consent/not-the-subject',
    })
    await expect(revoke(ctx, { poolId: pool.id, consentId, secret: SECRET })).rejects.toMatchObject({
      code: 'consent/not-the-subject',
    })
    await revoke(ctx, { poolId: pool.id, consentId, secret })
    const first = (await consentsOf(ctx, ada.id))[0]!.revokedAt
    await revoke(ctx, { poolId: pool.id, consentId, secret })
    expect((await consentsOf(ctx, ada.id))[0]!.revokedAt).toEqual(first)
    expect(await holds()).toBe(false)
  })
})

test('[CON-6] deleting the key erases the secrets, and the receipt still ends the consent', async () => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const consentId = await giveConsent(ctx, pool, ada)
    const { secret } = (await consentsOf(ctx, ada.id))[0]!
    await eraseSealingKey(ctx, ada.id)
    expect((await consentsOf(ctx, ada.id))[0]!.secret).toBeNull()
    await revoke(ctx, { poolId: pool.id, consentId, secret: secret! })
    expect((await validConsents(ctx, pool.id, [ada.id], ctx.now())).size).toBe(0)
  })
})

test('[CON-7, CON-8] an anchored consent that ends shows its secret, and a lock opened on chain ends it here', async () => {
  await database.tx(async (ctx) => {
    const { pool, ada } = await people(ctx)
    const bo = await newPerson(ctx, 'bo')
    await giveConsent(ctx, pool, ada)
    await giveConsent(ctx, pool, bo)
    const [adas, bos] = [(await consentsOf(ctx, ada.id))[0]!, (await consentsOf(ctx, bo.id))[0]!]
    const batch = [adas, bos].map((one) => ({
      poolId: pool.id,
      consentId: one.id,
      bodyHash: one.bodyHash,
      lock: one.lock as `0x${string}`,
    }))
    expect(consentBatch(batch)).toBe(consentBatch([...batch].reverse()))
    await markAnchored(ctx, batch, { root: consentBatch(batch), transaction: '0x01', blockNumber: 5 })
    expect(await revocationsToSend(ctx, 10)).toEqual([])
    await revoke(ctx, { poolId: pool.id, consentId: adas.id, secret: adas.secret! })
    expect(await revocationsToSend(ctx, 10)).toEqual([{ consentId: adas.id, secret: adas.secret }])
    await recordChainRevocation(ctx, { lock: adas.lock, transaction: '0x02', blockNumber: 6 })
    expect(await revocationsToSend(ctx, 10)).toEqual([])
    await recordChainRevocation(ctx, { lock: bos.lock, transaction: '0x03', blockNumber: 7 })
    expect((await consentsOf(ctx, bo.id))[0]!.revokedAt).not.toBeNull()
    expect(await orphanAnchors(ctx, 7)).toBe(0)
    expect(await revocationsToSend(ctx, 10)).toEqual([{ consentId: bos.id, secret: bos.secret }])
    expect(await orphanAnchors(ctx, 5)).toBe(2)
    expect(await revocationsToSend(ctx, 10)).toEqual([])
  })
})
