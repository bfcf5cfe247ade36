import { licensesAbi, testDollarAbi } from '@rowright/chain'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { addOffer, createPool, mintTestDollars, openSender, type Sender } from '@rowright/chain/post'
import { record, recordOffer } from '@rowright/pipeline/license'
import { createApiKey } from '@rowright/pipeline/people'
import { uuidToBytes32 } from '@rowright/protocol'
import { testChain, testDatabase } from '@rowright/testing'
import { newPerson, newPool } from '@rowright/testing/factories'
import { encodeAbiParameters, type Hex, keccak256, parseEventLogs, parseSignature, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
const chain = testChain()
const [OWNER, BUYER] = [DEV_ACCOUNTS[4]!, DEV_ACCOUNTS[5]!]
const PRICE = 7_000_000n
let door: TestDoor
let owner: Sender
let buyer: Sender
let dora: Someone
let at: { poolId: string; offerId: string }
beforeAll(async () => {
  door = await openDoor(database, { rpcUrl: chain.rpcUrl, deployment: chain.deployment })
  owner = await openSender(chain.rpcUrl, OWNER.privateKey)
  buyer = await openSender(chain.rpcUrl, BUYER.privateKey)
  await mintTestDollars(buyer, chain.deployment, BUYER.address, 100n * PRICE)
  at = await offered()
  dora = await someone(door, database, 'dora', BUYER.address)
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

/** A pool on chain with an offer, which the database has as the follower writes it. */
async function offered() {
  const pool = await database.tx(async (ctx) => newPool(ctx, await newPerson(ctx, 'owner')))
  const salt = uuidToBytes32(pool.id)
  const terms = { salt, metadataHash: zeroHash, treasuryBps: 0, treasury: OWNER.address }
  await createPool(owner, chain.deployment, terms)
  const chainPoolId = keccak256(
    encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [OWNER.address, salt]),
  )
  const offer = { price: PRICE, duration: 3_600, purposes: 1, licenseeClass: 0, termsHash: zeroHash }
  const { offerId } = await addOffer(owner, chain.deployment, { ...offer, poolId: chainPoolId })
  const { price, duration: durationSeconds, purposes: purposeMask, licenseeClass } = offer
  const shown = { price, durationSeconds, purposeMask, licenseeClass, termsHash: '0'.repeat(64) }
  await database.tx((ctx) =>
    recordOffer(ctx, {
      poolId: pool.id,
      offerId: String(offerId),
      ...shown,
      treasuryBps: 0,
      sourceBps: 0,
      blockNumber: 1,
    }),
  )
  return { poolId: pool.id, offerId: String(offerId) }
}

interface Call {
  to: Hex
  data: Hex
}
interface Quote {
  id: string
  licensee: string
  price: string
  reference: Hex
  payment: {
    approve: Call
    transaction: Call
    authorization: {
      salt: Hex
      typedData: { domain: object; types: object; message: Record<string, string> }
    }
  }
}
const quoted = (more: object = {}, who = dora) =>
  door.send<Quote>('POST', '/v1/quotes', { token: who.token, json: { ...at, ...more } })
const submit = (quoteId: string, transaction: string, key: string, who = dora) =>
  door.send<{ status: string; licenseId: string | null }>('POST', '/v1/licenses', {
    token: who.token,
    json: { quoteId, transaction },
    headers: { 'idempotency-key': key },
  })
const stateOf = (quoteId: string, who = dora) =>
  door.send<{ status: string; licenseId: string | null }>('GET', `/v1/quotes/${quoteId}/purchase`, {
    token: who.token,
  })
async function sendCall(sender: Sender, { to, data }: Call): Promise<Hex> {
  const hash = await sender.sendTransaction({ to, data, chain: null, account: sender.account })
  await sender.waitForTransactionReceipt({ hash, pollingInterval: 50 })
  return hash
}
/** Writes a purchase down as the follower does when its block is final. */
async function follow(hash: Hex): Promise<string> {
  const receipt = await buyer.getTransactionReceipt({ hash })
  const [bought] = parseEventLogs({ abi: licensesAbi, eventName: 'LicensePurchased', logs: receipt.logs })
  const { licenseId, offerId, licensee, payer, price, treasury, contributors, expiresAt } = bought!.args
  await database.tx((ctx) =>
    record(ctx, {
      ...{ poolId: at.poolId, licenseId: String(licenseId), offerId: String(offerId) },
      ...{ licensee, payer, price, treasury, contributors, transaction: hash, logIndex: 0 },
      ...{ expiresAt: new Date(Number(expiresAt) * 1_000), boughtAt: new Date(), blockNumber: 2 },
    }),
  )
  return String(licenseId)
}

test('[LIC-7, LIC-8] quote, pay from a wallet, follow: pending until final, and never twice', async () => {
  const quote = (await quoted()).json
  expect(quote).toMatchObject({ price: String(PRICE), licensee: BUYER.address.toLowerCase() })
  expect((await stateOf(quote.id)).json.status).toBe('open')
  await sendCall(buyer, quote.payment.approve)
  const early = await submit(quote.id, `0x${'ab'.repeat(32)}`, 'early')
  expect([early.status, early.json.status], 'not seen yet is not unpaid').toEqual([202, 'pending'])
  const hash = await sendCall(buyer, quote.payment.transaction)
  const pending = await submit(quote.id, hash, 'buy-1')
  expect([pending.status, pending.json.status, pending.headers.get('retry-after')]).toEqual([
    202,
    'pending',
    '2',
  ])
  expect(pending.headers.get('location')).toBe(`/v1/quotes/${quote.id}/purchase`)
  expect((await stateOf(quote.id)).status).toBe(202)
  const licenseId = await follow(hash)
  const done = await submit(quote.id, hash, 'buy-1')
  expect([done.status, done.json, done.headers.get('location')]).toEqual([
    201,
    expect.objectContaining({ status: 'active', licenseId }),
    `/v1/licenses/${licenseId}`,
  ])
  expect((await submit(quote.id, hash, 'buy-1')).headers.get('idempotency-replayed')).toBe('true')
  expect((await stateOf(quote.id)).json).toMatchObject({ status: 'active', licenseId })
  const other = (await quoted()).json
  expect(problemOf(await submit(other.id, hash, 'buy-1')).code).toBe('request/key-reused')
  expect(problemOf(await submit(other.id, hash, 'buy-2')), 'a replayed transaction').toMatchObject({
    code: 'license/not-this-order',
  })
})

test('[LIC-7] an authorization buys what was quoted, whoever hands it in', async () => {
  const quote = (await quoted()).json
  const { salt, typedData } = quote.payment.authorization
  const message = { ...typedData.message, from: BUYER.address }
  const signature = await privateKeyToAccount(BUYER.privateKey).signTypedData({
    ...typedData,
    primaryType: 'ReceiveWithAuthorization',
    message,
  } as never)
  const { r, s, v } = parseSignature(signature)
  const { validAfter, validBefore } = typedData.message as { validAfter: string; validBefore: string }
  const hash = await owner.writeContract({
    address: chain.deployment.licenses,
    abi: licensesAbi,
    functionName: 'buyWithAuthorization',
    args: [
      BigInt(at.offerId),
      quote.licensee as Hex,
      {
        payer: BUYER.address,
        salt,
        validAfter: BigInt(validAfter),
        validBefore: BigInt(validBefore),
        v: Number(v),
        r,
        s,
      },
    ],
    chain: null,
    account: owner.account,
  })
  await owner.waitForTransactionReceipt({ hash, pollingInterval: 50 })
  expect((await submit(quote.id, hash, 'authorized')).status).toBe(202)
  const licenseId = await follow(hash)
  expect((await stateOf(quote.id)).json).toMatchObject({ status: 'active', licenseId })
})

test('[LIC-7, SRV-11] an agent buys with a key alone: quote, typed data, signature, transaction, license, rows', async () => {
  const made = await door.send<{ key: string; apiKey: { mayBuy: boolean } }>('POST', '/v1/me/api-keys', {
    token: dora.token,
    json: { name: 'agent', mayBuy: true },
  })
  expect(made.json.apiKey.mayBuy).toBe(true)
  const agent = { ...dora, token: made.json.key }
  const quote = (await quoted({}, agent)).json
  const { typedData } = quote.payment.authorization
  const sign = (message: object) =>
    privateKeyToAccount(BUYER.privateKey).signTypedData({
      ...typedData,
      primaryType: 'ReceiveWithAuthorization',
      message: { ...typedData.message, from: BUYER.address, ...message },
    } as never)
  const authorize = (signature: Hex, payer: string = BUYER.address) =>
    door.send<Call>('POST', `/v1/quotes/${quote.id}/authorization`, {
      token: agent.token,
      json: { payer, signature },
    })
  const wrong = { code: 'license/wrong-authorization', status: 422, field: 'signature' }
  expect(problemOf(await authorize(await sign({ value: String(PRICE - 1n) })))).toMatchObject(wrong)
  expect(problemOf(await authorize(await sign({}), OWNER.address))).toMatchObject(wrong)
  expect(problemOf(await authorize(`0x${'ff'.repeat(65)}`))).toMatchObject(wrong)
  const { json: call, text } = await authorize(await sign({}))
  expect(call.to, text).toBe(chain.deployment.licenses)
  const hash = await sendCall(owner, call)
  expect((await submit(quote.id, hash, 'agent', agent)).status).toBe(202)
  const licenseId = await follow(hash)
  const done = await submit(quote.id, hash, 'agent', agent)
  expect([done.status, done.json.licenseId]).toEqual([201, licenseId])
  const { json } = await door.send<{ items: { id: string }[] }>('GET', '/v1/licenses', { token: agent.token })
  expect(json.items.map(({ id }) => id)).toContain(licenseId)
  // Buying is all that it may beside reading.
  const more = await door.send('POST', '/v1/me/api-keys', { token: agent.token, json: { name: 'another' } })
  expect(problemOf(more)).toMatchObject({ code: 'people/api-key-reads-only', status: 403 })
})

test('[LIC-8] a transaction that the chain does not know yet is for one order, until it shows which one it carries', async () => {
  const [mine, other] = [(await quoted()).json, (await quoted()).json]
  const unseen = `0x${'1f'.repeat(32)}`
  expect((await submit(mine.id, unseen, 'used-1')).status).toBe(202)
  const used = await submit(other.id, unseen, 'used-2')
  expect(problemOf(used)).toMatchObject({ code: 'license/transaction-used', status: 409 })
  expect((await stateOf(other.id)).json.status, 'nothing was bound').toBe('open')

  // Eve names the hash of dora's transaction before it is sent: that takes nothing from dora.
  const eve = await someone(door, database, 'eve of the hash', OWNER.address)
  const taken = (await quoted({}, eve)).json
  await sendCall(buyer, mine.payment.approve)
  const { to, data } = other.payment.transaction
  const nonce = await buyer.getTransactionCount({ address: BUYER.address })
  const request = { to, data, nonce, gas: 500_000n, chain: null, account: buyer.account }
  const signed = await buyer.signTransaction(await buyer.prepareTransactionRequest(request))
  const hash = keccak256(signed)
  expect((await submit(taken.id, hash, 'eve-first', eve)).status).toBe(202)
  await buyer.waitForTransactionReceipt({
    hash: await buyer.sendRawTransaction({ serializedTransaction: signed }),
    pollingInterval: 50,
  })
  expect((await submit(other.id, hash, 'dora-after')).status).toBe(202)
  const licenseId = await follow(hash)
  expect((await stateOf(other.id)).json).toMatchObject({ status: 'active', licenseId })
  expect((await stateOf(taken.id, eve)).json.status).toBe('open')
})

test('[LIC-8, SRV-21] two submissions at once with one key are one purchase', async () => {
  const quote = (await quoted()).json
  await sendCall(buyer, quote.payment.approve)
  const hash = await sendCall(buyer, quote.payment.transaction)
  const licenseId = await follow(hash)
  const answers = await Promise.all(Array.from({ length: 6 }, () => submit(quote.id, hash, 'at-once')))
  for (const answer of answers)
    if (answer.status !== 201)
      expect(problemOf(answer), answer.text).toMatchObject({ code: 'request/in-flight', status: 409 })
  const bought = answers.filter(({ status }) => status === 201)
  expect(bought.length).toBeGreaterThan(0)
  expect(new Set(bought.map(({ json }) => json.licenseId))).toEqual(new Set([licenseId]))
  const said = await database.pool.query(
    `select 1 from audit_line where action = 'purchase.submit' and detail->>'quoteId' = $1`,
    [quote.id],
  )
  expect(said.rowCount, 'done once').toBe(1)
})

test('[LIC-9, LIC-14] orders: what each costs and how far it is; a steward sees the invoices that stand', async () => {
  const firm = await someone(door, database, 'a company')
  const steward = await someone(door, database, 'steward')
  await database.pool.query(`insert into role (person_id, role) values ($1, 'steward')`, [steward.id])
  const orders = (who: Someone, more = '') =>
    door.send<{ items: Record<string, unknown>[]; nextCursor: string | null }>('GET', `/v1/quotes${more}`, {
      token: who.token,
    })
  const invoices = (who: Someone) =>
    door.send<{ items: { quoteId: string; reference: string }[] }>('GET', '/v1/steward/invoices', {
      token: who.token,
    })
  const first = (await quoted({ invoice: true, orderNumber: 'PO-1' }, firm)).json
  const second = (await quoted({ invoice: true }, firm)).json
  const page = (await orders(firm, '?limit=1')).json
  expect(page.items).toMatchObject([{ quoteId: second.id, status: 'open', invoice: true, orderNumber: null }])
  const rest = await orders(firm, `?limit=1&cursor=${page.nextCursor}`)
  expect(rest.json).toMatchObject({ items: [{ quoteId: first.id, orderNumber: 'PO-1' }], nextCursor: null })
  expect(problemOf(await orders(dora, `?cursor=${page.nextCursor}`)).code).toBe('request/bad-cursor')
  expect((await orders(steward)).json.items).toEqual([])
  expect(problemOf(await invoices(firm))).toMatchObject({ code: 'people/not-a-steward', status: 403 })
  const listed = (await invoices(steward)).json.items.filter(({ quoteId }) => quoteId === first.id)
  expect(listed).toMatchObject([
    { orderNumber: 'PO-1', price: String(PRICE), reference: first.reference, buyer: { personId: firm.id } },
  ])
  await database.pool.query(`update quote set expires_at = now() where id = $1`, [second.id])
  expect((await invoices(steward)).json.items.map(({ quoteId }) => quoteId)).not.toContain(second.id)

  // Nobody tells the transaction: the address is of this order alone, so the license says that it is paid.
  await sendCall(buyer, first.payment.approve)
  const licenseId = await follow(await sendCall(buyer, first.payment.transaction))
  expect((await invoices(steward)).json.items.map(({ quoteId }) => quoteId)).not.toContain(first.id)
  expect((await orders(firm)).json.items).toMatchObject([
    { quoteId: second.id, status: 'expired', licenseId: null },
    { quoteId: first.id, status: 'active', licenseId },
  ])
  expect((await stateOf(first.id, firm)).json).toMatchObject({ status: 'active', licenseId })
})

test('[LIC-9] an invoice: a steward pays for a buyer without a wallet, under its order number, once', async () => {
  const firm = await someone(door, database, 'a firm')
  expect(problemOf(await quoted({}, firm)).code).toBe('license/no-licensee')
  const invoice = (await quoted({ invoice: true, orderNumber: 'PO-2026-17' }, firm)).json
  expect(problemOf(await quoted({ invoice: true, orderNumber: 'PO-2026-17' }, firm)).code).toBe(
    'license/order-taken',
  )
  const allow = { ...invoice.payment.approve }
  await sendCall(buyer, allow)
  const hash = await sendCall(buyer, invoice.payment.transaction)
  const { input } = await buyer.getTransaction({ hash })
  expect(input.endsWith(invoice.reference.slice(2)), 'the order is in the transaction').toBe(true)
  const licenseId = await follow(hash)
  expect((await submit(invoice.id, hash, 'po-17', firm)).status).toBe(201)
  const { json } = await door.send<{ items: { id: string }[] }>('GET', '/v1/licenses', { token: firm.token })
  expect(json.items.map(({ id }) => id)).toEqual([licenseId])
})

test('[LIC-7, LIC-8] bad input: each has its error, and nobody sees another’s quote', async () => {
  const quote = (await quoted()).json
  const eve = await someone(door, database, 'eve')
  expect(problemOf(await stateOf(quote.id, eve))).toMatchObject({
    code: 'license/unknown-quote',
    status: 404,
  })
  expect(problemOf(await submit(quote.id, zeroHash, 'eve', eve)).code).toBe('license/unknown-quote')
  expect(problemOf(await quoted({ offerId: '999999' }))).toMatchObject({ code: 'license/unknown-offer' })
  const unkeyed = await door.send('POST', '/v1/licenses', {
    token: dora.token,
    json: { quoteId: quote.id, transaction: zeroHash },
  })
  expect(problemOf(unkeyed)).toMatchObject({ code: 'request/key-missing', status: 400 })
  expect(problemOf(await submit(quote.id, '0x12', 'short')).field).toBe('transaction')
  const approval = await sendCall(buyer, quote.payment.approve)
  expect(problemOf(await submit(quote.id, approval, 'approval')).code).toBe('license/not-this-order')
  const { key } = await database.tx((ctx) => createApiKey(ctx, { personId: dora.personId, name: 'reads' }))
  const byKey = await door.send('POST', '/v1/quotes', { token: key, json: at })
  expect(problemOf(byKey)).toMatchObject({ code: 'people/api-key-reads-only', status: 403 })
  await database.pool.query(`update quote set expires_at = now() - interval '1 second' where id = $1`, [
    quote.id,
  ])
  expect((await stateOf(quote.id)).json.status).toBe('expired')
  const late = await submit(quote.id, `0x${'cd'.repeat(32)}`, 'late')
  expect(problemOf(late)).toMatchObject({ code: 'license/quote-expired', status: 409 })
  // What the chain refused: the allowance is too small by now.
  const failing = (await quoted()).json
  await buyer
    .writeContract({
      address: failing.payment.approve.to,
      abi: testDollarAbi,
      functionName: 'approve',
      args: [chain.deployment.licenses, 0n],
      chain: null,
      account: buyer.account,
    })
    .then((hash) => buyer.waitForTransactionReceipt({ hash, pollingInterval: 50 }))
  const { to, data } = failing.payment.transaction
  const hash = await buyer.sendTransaction({ to, data, gas: 500_000n, chain: null, account: buyer.account })
  await buyer.waitForTransactionReceipt({ hash, pollingInterval: 50 })
  expect(problemOf(await submit(failing.id, hash, 'refused')).code).toBe('license/transaction-failed')
})
