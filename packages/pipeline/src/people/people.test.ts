import { testDatabase } from '@rowright/testing'
import { newPerson } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import {
  addressesOf,
  assertActive,
  attachPayout,
  closePerson,
  createApiKey,
  enterAsSteward,
  getPerson,
  isSteward,
  makeStewardLink,
  payoutAddresses,
  personOfApiKey,
  record,
  registerDevice,
  revokeApiKey,
  selvesOf,
  setSuspended,
  survivor,
  undoAction,
} from './index.ts'

const database = testDatabase()
const A = `0x${'a1'.repeat(20)}`
const B = `0x${'b2'.repeat(20)}`

test('[PEO-2, PEO-3] a fresh address keeps the person; the newest is where money goes', async () => {
  await database.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    expect(
      await attachPayout(ctx, { personId: ada.id, address: A.toUpperCase().replace('0X', '0x') }),
    ).toEqual({ personId: ada.id, folded: null })
    await ctx.tx.execute(
      sql`update payout_method set attached_at = now() - interval '1 day' where address = ${A}`,
    )
    await attachPayout(ctx, { personId: ada.id, address: B })
    expect(await addressesOf(ctx, ada.id)).toEqual([B, A])
    expect((await payoutAddresses(ctx, [ada.id])).get(ada.id)).toBe(B)
    await ctx.tx.execute(sql`delete from payout_method`)
  })
})

test('[PEO-4] an address that has a person takes the guest in', async () => {
  await database.tx(async (ctx) => {
    const bo = await newPerson(ctx, 'bo', A)
    const guest = await newPerson(ctx, 'guest')
    expect(await attachPayout(ctx, { personId: guest.id, address: A })).toEqual({
      personId: bo.id,
      folded: guest.id,
    })
    expect((await survivor(ctx, [guest.id, bo.id])).get(guest.id)).toBe(bo.id)
    expect((await payoutAddresses(ctx, [guest.id])).get(guest.id)).toBe(A)
    const [one, other] = [await getPerson(ctx, guest.id), await getPerson(ctx, bo.id)]
    expect(one.clusterId).toBe(other.clusterId)
    await expect(assertActive(ctx, guest.id)).rejects.toMatchObject({ code: 'people/closed' })
  })
})

test('[PEO-5] a deleted person keeps the address money goes to', async () => {
  await database.tx(async (ctx) => {
    const chen = await newPerson(ctx, 'chen', B)
    await closePerson(ctx, chen.id)
    expect((await payoutAddresses(ctx, [chen.id])).get(chen.id)).toBe(B)
    await expect(assertActive(ctx, chen.id)).rejects.toMatchObject({ code: 'people/closed' })
  })
})

test('[PEO-9] who comes back with the wallet of a deleted account is owed what it was owed, and stays suspended', async () => {
  await database.tx(async (ctx) => {
    const address = `0x${'c9'.repeat(20)}`
    const chen = await newPerson(ctx, 'chen', address)
    await setSuspended(ctx, { actor: chen.id, personId: chen.id, reason: 'spam' })
    await closePerson(ctx, chen.id)
    const guest = await newPerson(ctx, 'guest')
    const attached = await attachPayout(ctx, { personId: guest.id, address })
    expect(attached).toEqual({ personId: guest.id, folded: chen.id })
    expect((await survivor(ctx, [chen.id])).get(chen.id)).toBe(guest.id)
    expect(await selvesOf(ctx, guest.id)).toEqual([guest.id, chen.id])
    expect(await addressesOf(ctx, guest.id)).toEqual([address])
    await expect(assertActive(ctx, guest.id)).rejects.toMatchObject({ code: 'people/suspended' })
  })
})

test('[PEO-6] a device key needs its own signature', async () => {
  await database.tx(async (ctx) => {
    const [ada, bo] = [await newPerson(ctx, 'ada'), await newPerson(ctx, 'bo')]
    const proof = await bo.sign(new TextEncoder().encode(`rowright.device.v1:${ada.id}`))
    await expect(
      registerDevice(ctx, { personId: ada.id, publicKey: ada.publicKey, proof }),
    ).rejects.toMatchObject({ field: 'proof' })
    const own = await ada.sign(new TextEncoder().encode(`rowright.device.v1:${ada.id}`))
    const first = await registerDevice(ctx, { personId: ada.id, publicKey: ada.publicKey, proof: own })
    expect(await registerDevice(ctx, { personId: ada.id, publicKey: ada.publicKey, proof: own })).toBe(first)
  })
})

test('[PEO-7] keys and links: kept as hashes, refused when mistyped, revoked, used or old', async () => {
  await database.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const { key, apiKey } = await createApiKey(ctx, { personId: ada.id, name: 'laptop' })
    expect(await personOfApiKey(ctx, key)).toEqual({ personId: ada.id, licenseId: null, mayBuy: false })
    const one = await createApiKey(ctx, { personId: ada.id, name: 'notebook', licenseId: '7' })
    const two = await createApiKey(ctx, { personId: ada.id, name: 'agent', mayBuy: true })
    expect(await personOfApiKey(ctx, one.key), '[PEO-10]').toEqual({
      personId: ada.id,
      licenseId: '7',
      mayBuy: false,
    })
    expect(await personOfApiKey(ctx, two.key), '[PEO-10]').toMatchObject({ licenseId: null, mayBuy: true })
    expect(
      await personOfApiKey(
        ctx,
        key.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).toBeNull()
    expect(JSON.stringify(apiKey)).not.toContain(key)
    await revokeApiKey(ctx, { personId: ada.id, id: apiKey.id })
    expect(await personOfApiKey(ctx, key)).toBeNull()

    const token = await makeStewardLink(ctx, { seconds: 60 })
    await enterAsSteward(ctx, { personId: ada.id, token })
    expect(await isSteward(ctx, ada.id)).toBe(true)
    await expect(enterAsSteward(ctx, { personId: ada.id, token })).rejects.toMatchObject({
      code: 'people/bad-steward-link',
    })
    const old = await makeStewardLink(ctx, { seconds: -1 })
    await expect(enterAsSteward(ctx, { personId: ada.id, token: old })).rejects.toMatchObject({
      field: 'token',
    })
  })
})

test('[PEO-8] a steward can undo a suspension once, and nobody can rewrite the log', async () => {
  await database.tx(async (ctx) => {
    const [ada, bo] = [await newPerson(ctx, 'ada'), await newPerson(ctx, 'bo')]
    await setSuspended(ctx, { actor: ada.id, personId: bo.id, reason: 'spam' })
    await expect(assertActive(ctx, bo.id)).rejects.toMatchObject({ code: 'people/suspended' })
    const { rows } = await ctx.tx.execute<{ id: string }>(
      sql`select id from steward_action where action = 'suspended' order by id desc limit 1`,
    )
    await undoAction(ctx, { actor: ada.id, actionId: BigInt(rows[0]!.id) })
    await assertActive(ctx, bo.id)
    await expect(undoAction(ctx, { actor: ada.id, actionId: BigInt(rows[0]!.id) })).rejects.toMatchObject({
      code: 'people/cannot-undo',
    })
    await record(ctx, ada.id, 'looked', {})
  })
  for (const attack of [
    "update steward_action set action = 'nothing'",
    'delete from steward_action',
    'truncate steward_action',
  ]) {
    await expect(database.pool.query(attack)).rejects.toThrow(/append-only/)
  }
})
