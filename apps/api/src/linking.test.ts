import { createHash, type webcrypto } from 'node:crypto'
import { openReader, readTokenBalance, rewardsAbi } from '@rowright/chain'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { openSender } from '@rowright/chain/post'
import { imbalance } from '@rowright/pipeline/ledger'
import {
  buildMerkleTree,
  canonicalJson,
  consentMessage,
  hashRewardLeaf,
  revocationLock,
} from '@rowright/protocol'
import { testChain, testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, type TestPerson } from '@rowright/testing/factories'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../worker/src/testing/numbers.ts'
import type { Scene } from '../../worker/src/testing/scene.ts'
import { type Session, siweMessage, type TestDoor } from './testDoor.ts'
import { openWorkingWorld } from './workingWorld.ts'

const database = testDatabase()
const chain = testChain()
let door: TestDoor
let scene: Scene
let stop: () => Promise<void>

beforeAll(async () => {
  ;({ door, scene, stop } = await openWorkingWorld(database, chain, { items: 40, overlap: 10 }))
})
afterAll(async () => {
  await stop?.()
  expect(door.faults).toEqual([])
  expect(await database.tx((ctx) => imbalance(ctx))).toBe(0n)
})

const newWallet = () => privateKeyToAccount(generatePrivateKey())

/** A browser: it signs in, keeps its cookie, and signs consents with a key of its own. */
interface Browser extends TestPerson {
  session: Session
}
async function asGuest(): Promise<Browser> {
  const session = await door.guest()
  const keys = (await crypto.subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', keys.publicKey)).toString('base64url')
  const sign = async (message: Uint8Array<ArrayBuffer>) =>
    Buffer.from(await crypto.subtle.sign('Ed25519', keys.privateKey, message)).toString('base64url')
  const proof = await sign(new TextEncoder().encode(`rowright.device.v1:${session.personId}`))
  const registered = await door.send('POST', '/v1/me/devices', {
    token: session.token,
    json: { publicKey, proof },
  })
  expect(registered.status, registered.text).toBe(200)
  return { id: session.personId, publicKey, sign, session }
}

const consenting = (who: TestPerson) => database.tx((ctx) => giveConsent(ctx, scene.pool, who))
const answering = (who: TestPerson, count: number) =>
  database.tx((ctx) => answerAll(ctx, { poolId: scene.pool.id, id: scene.campaignId }, who, () => '7', count))

/** Proves a wallet from a browser that is signed in already. */
async function attach(session: Session, wallet: PrivateKeyAccount): Promise<string> {
  const { json } = await door.send<{ nonce: string }>('POST', '/api/auth/siwe/nonce', { json: {} })
  const message = siweMessage(wallet.address, json.nonce)
  const answer = await door.send('POST', '/api/auth/siwe/verify', {
    json: { message, signature: await wallet.signMessage({ message }) },
    headers: { cookie: session.cookie, origin: 'http://localhost:3000' },
  })
  // Of two that meet over a wallet nobody had, the library lets one finish; the other is told to ask again.
  if (answer.json.code === 'auth/not-finished') return attach(session, wallet)
  expect(answer.status, answer.text).toBe(200)
  return answer.headers.get('set-auth-token')!
}

interface Me {
  id: string
  guest: boolean
  addresses: string[]
}
interface Earnings {
  claimable: string
  pending: string
  paid: string
  pools: { points: string; escrowed: string; accepted: number }[]
}
const get = async <T>(path: string, token: string) => (await door.send<T>('GET', path, { token })).json
const me = (token: string) => get<Me>('/v1/me', token)
const earnings = (token: string) => get<Earnings>('/v1/me/earnings', token)
const work = async (token: string) => (await get<{ items: unknown[] }>('/v1/me/work', token)).items.length
const clusterOf = async (personId: string) =>
  (
    await database.pool.query('select cluster_id, closed_at, closed_into from person where id = $1', [
      personId,
    ])
  ).rows[0]
const untilEscrowed = (token: string, amount: string) =>
  until('the pay is in an epoch', async () => (await earnings(token)).pools[0]?.escrowed === amount)
const untilClaimable = (token: string, amount: string) =>
  until('the pay can be claimed', async () => (await earnings(token)).claimable === amount)
const paidTo = (address: `0x${string}`) => readTokenBalance(openReader(chain.rpcUrl), scene.at.token, address)

test('[PEO-3, REW-6] a guest earns, is owed without an address, attaches a fresh wallet and is paid: the same person', async () => {
  const bo = await asGuest()
  const { token } = bo.session
  await consenting(bo)
  await answering(bo, 5)
  await untilEscrowed(token, '500')
  expect(await earnings(token)).toMatchObject({ claimable: '0', pending: '0', paid: '0' })
  const { json } = await door.send<{ items: { number: number; unassigned: string }[] }>('GET', '/v1/epochs')
  const manifest = await door.send<{ unassigned: { persons: number; amount: string }; accounts: unknown[] }>(
    'GET',
    `/v1/epochs/${json.items[0]!.number}/manifest`,
  )
  expect(manifest.json.unassigned).toMatchObject({ persons: 1, amount: '500' })

  const wallet = newWallet()
  const after = await attach(bo.session, wallet)
  expect(await me(after)).toMatchObject({
    id: bo.id,
    guest: false,
    addresses: [wallet.address.toLowerCase()],
  })
  expect((await me(token)).id, 'the old session is the same person').toBe(bo.id)
  await untilClaimable(after, '500')
  expect(await earnings(after)).toMatchObject({ pools: [{ escrowed: '0', accepted: 5 }] })
  await seesTheLines(after)
  const asked = await door.send('POST', '/v1/me/cash-outs', { token: after, json: {} })
  expect(asked.status, asked.text).toBe(200)
  await until('bo is paid', async () => (await paidTo(wallet.address)) === 500n)
})

/** Bo's five lines over HTTP: each is in the manifest of its epoch, and its salt opens it. [REW-15] */
async function seesTheLines(token: string): Promise<void> {
  type Line = { epoch: number; commitment: string; salt: string; assignmentId: string }
  const read = async (query = '', by: string | undefined = token) => {
    const answer = await door.send<{ items: Line[] }>('GET', `/v1/me/epoch-lines${query}`, { token: by })
    expect(answer.status, answer.text).toBe(200)
    return answer.json.items
  }
  const lines = await read()
  expect(lines).toHaveLength(5)
  for (const { epoch, commitment, salt, ...value } of lines) {
    const { json } = await door.send<{ lines: { commitment: string; account: string | null }[] }>(
      'GET',
      `/v1/epochs/${epoch}/manifest`,
    )
    expect(json.lines.map((line) => line.commitment)).toContain(commitment)
    const opened = createHash('sha256').update(Buffer.from(salt, 'hex')).update(canonicalJson(value))
    expect(opened.digest('hex')).toBe(commitment)
  }
  const first = await read('?limit=2')
  const rest = await read(`?limit=100&after=${first[1]!.assignmentId}`)
  expect([...first, ...rest]).toEqual(lines)
  expect(await read(`?epoch=${lines[0]!.epoch}`)).toEqual(
    lines.filter((line) => line.epoch === lines[0]!.epoch),
  )
  expect(await read('?epoch=999999')).toEqual([])
  expect(await read('', (await door.guest()).token), 'nobody else has them').toEqual([])
  expect((await door.send('GET', '/v1/me/epoch-lines')).status).toBe(401)
  for (const query of ['?epoch=0', '?limit=10001', '?after=x'])
    expect((await door.send('GET', `/v1/me/epoch-lines${query}`, { token })).status).toBe(422)
}

test('[PEO-4] a guest attaches a wallet that has a person: pay moves by transfer, both are one cluster, the session goes on', async () => {
  const wallet = newWallet()
  const ada = await door.wallet(wallet)
  const guest = await asGuest()
  await consenting(guest)
  await answering(guest, 4)
  await untilEscrowed(guest.session.token, '400')
  // One more in hand while the wallet is attached: reserved as a guest, sent as ada.
  const campaign = `/v1/pools/${scene.pool.id}/campaigns/${scene.campaignId}/assignments`
  const held = await door.send<{ assignment: { id: string } }>('POST', campaign, {
    token: guest.session.token,
    json: {},
  })
  const token = await attach(guest.session, wallet)
  expect((await me(token)).id).toBe(ada.personId)
  expect((await me(guest.session.token)).id, 'the guest’s session goes on as ada').toBe(ada.personId)
  expect((await me(ada.token)).id).toBe(ada.personId)
  const [old, now] = [await clusterOf(guest.id), await clusterOf(ada.personId)]
  expect(old).toMatchObject({ cluster_id: now.cluster_id, closed_into: ada.personId })
  expect(old.closed_at).not.toBeNull()

  const path = `/v1/pools/${scene.pool.id}/assignments/${held.json.assignment.id}/submit`
  const sent = await door.send('POST', path, { token: guest.session.token, json: { value: '7' } })
  expect(sent.status, sent.text).toBe(200)
  await untilClaimable(token, '500')
  const { rows } = await database.pool.query(
    "select amount::int from transfer where reason = 'folded' and credit = $1",
    [`reward:${ada.personId}`],
  )
  expect(rows).toEqual([{ amount: 400 }])
  expect(await work(token), 'what the guest did is ada’s work').toBe(5)
  const consents = await get<{ items: { id: string }[] }>('/v1/me/consents', token)
  expect(consents.items.length, 'and hers to end').toBe(1)
  await door.send('POST', '/v1/me/cash-outs', { token, json: {} })
  await until('ada is paid', async () => (await paidTo(wallet.address)) === 500n)
})

test('[REW-14] a steward takes wrong pay back from later pay, with a reason in the log, once', async () => {
  const bo = await asGuest()
  await consenting(bo)
  await answering(bo, 2)
  const token = await attach(bo.session, newWallet())
  await untilClaimable(token, '200')
  const steward = await door.guest()
  await database.pool.query("insert into role (person_id, role) values ($1, 'steward')", [steward.personId])
  const [line] = (await get<{ items: { assignmentId: string }[] }>('/v1/me/epoch-lines', token)).items
  const correct = (assignmentId: string) =>
    door.send<{ code?: string }>('POST', '/v1/steward/pay-corrections', {
      token: steward.token,
      json: { poolId: scene.pool.id, assignmentId, reason: 'answered by a script' },
    })
  for (let twice = 0; twice < 2; twice++) expect((await correct(line!.assignmentId)).status).toBe(200)
  expect((await correct(bo.id)).json.code).toBe('reward/not-paid')
  const { items } = await get<{ items: { action: string; actor: string; detail: unknown }[] }>(
    '/v1/steward/log',
    steward.token,
  )
  const { assignmentId } = line!
  expect(items.filter((one) => one.action === 'pay corrected')).toMatchObject([
    { actor: steward.personId, detail: { assignmentId, reason: 'answered by a script' } },
  ])
  expect(await earnings(token), 'what is in a tree stays').toMatchObject({ claimable: '200' })
  await answering(bo, 3)
  await untilClaimable(token, '400')
})

test('[PEO-2] a second wallet of a wallet person is one more address; somebody else’s is just another seat', async () => {
  const [one, two] = [newWallet(), newWallet()]
  const ada = await door.wallet(one)
  const both = await attach(ada, two)
  expect(await me(both)).toMatchObject({ id: ada.personId })
  expect((await me(both)).addresses.sort()).toEqual([one, two].map((w) => w.address.toLowerCase()).sort())
  const chen = await door.wallet(newWallet())
  const seat = await attach(chen, one)
  expect((await me(seat)).id).toBe(ada.personId)
  expect((await me(chen.token)).id, 'chen is still chen').toBe(chen.personId)
})

test('[PEO-3] two browsers prove the same fresh wallet at once: one person, nothing lost', async () => {
  const wallet = newWallet()
  const guests = await Promise.all([asGuest(), asGuest()])
  for (const guest of guests) {
    await consenting(guest)
    await answering(guest, 2)
  }
  const tokens = await Promise.all(guests.map((guest) => attach(guest.session, wallet)))
  const persons = await Promise.all(
    [...tokens, ...guests.map((g) => g.session.token)].map(async (t) => (await me(t)).id),
  )
  expect(new Set(persons).size).toBe(1)
  await untilClaimable(tokens[0]!, '400')
})

test('[PEO-5, PEO-9] deleted: anybody can claim for the address, the receipt ends the consent, the wallet can come back', async () => {
  const wallet = newWallet()
  const dee = await asGuest()
  const secret = `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')}` as const
  const consentId = await consentWith(dee, secret)
  await answering(dee, 3)
  const token = await attach(dee.session, wallet)
  await answering(dee, 2) // not judged yet when the account goes
  expect((await door.send('DELETE', '/v1/me', { token })).status).toBe(200)
  expect((await door.send('GET', '/v1/me', { token })).status).toBe(401)
  expect((await door.send('GET', '/v1/me', { token: dee.session.token })).status).toBe(401)

  const address = wallet.address.toLowerCase() as `0x${string}`
  await until('all five answers are in the active tree', async () => (await leafOf(address)) === 500n)
  await claimForSomebodyElse(address)
  expect(await paidTo(wallet.address)).toBe(500n)

  const end = `/v1/pools/${scene.pool.id}/consents/${consentId}/revoke`
  expect((await door.send('POST', end, { json: {} })).status, 'not without the secret').toBe(403)
  const ended = await door.send<{ revokedAt: string | null }>('POST', end, { json: { secret } })
  expect(ended.status, ended.text).toBe(200)

  const back = await asGuest()
  await consenting(back)
  await answering(back, 1)
  const again = await attach(back.session, wallet)
  expect(await me(again)).toMatchObject({ id: back.id, addresses: [address] })
  await untilClaimable(again, '100')
  expect(await earnings(again)).toMatchObject({ paid: '500' })
  expect((await door.send('POST', '/v1/me/cash-outs', { token: again, json: {} })).status).toBe(200)
  await until(
    'the old and the new pay went to the same wallet',
    async () => (await paidTo(wallet.address)) === 600n,
  )
})

async function consentWith(who: Browser, secret: `0x${string}`): Promise<string> {
  const { json } = await door.send<{
    hash: string
    terms: { purposes: string[]; licenseeClasses: string[] }
  }>('GET', `/v1/pools/${scene.pool.id}/consent-terms`)
  const body = {
    kind: 'rowright.consent.v1' as const,
    poolId: scene.pool.id,
    publicKey: who.publicKey,
    termsHash: json.hash,
    purposes: json.terms.purposes as ['research'],
    licenseeClasses: json.terms.licenseeClasses as ['anyone'],
    revocationLock: revocationLock(secret),
    grantedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    language: 'en' as const,
  }
  const signature = await who.sign(consentMessage(body))
  const made = await door.send<{ id: string }>('POST', `/v1/pools/${scene.pool.id}/consents`, {
    token: who.session.token,
    json: { body, signature, secret },
  })
  expect(made.status, made.text).toBe(200)
  return made.json.id
}

interface Manifest {
  accounts: { account: `0x${string}`; cumulative: string }[]
  root: `0x${string}`
}
/** The newest manifest whose root is active on chain: all that a stranger has. */
async function activeManifest(): Promise<Manifest> {
  const active = await openReader(chain.rpcUrl).readContract({
    address: scene.at.rewards,
    abi: rewardsAbi,
    functionName: 'activeRoot',
  })
  const { json } = await door.send<{ items: { number: number; root: string }[] }>('GET', '/v1/epochs')
  const { number } = json.items.find((one) => one.root === active)!
  return (await door.send<Manifest>('GET', `/v1/epochs/${number}/manifest`)).json
}
const leafOf = async (address: string) =>
  BigInt((await activeManifest()).accounts.find((one) => one.account === address)?.cumulative ?? 0)

/** A stranger with gas claims for an address, with a proof of the public manifest; the money goes to the address. */
async function claimForSomebodyElse(account: `0x${string}`): Promise<void> {
  const { accounts } = await activeManifest()
  const { token } = scene.at
  const leaves = accounts
    .map((one) => ({ account: one.account, token, cumulative: BigInt(one.cumulative) }))
    .filter((one) => one.cumulative > 0n)
  const mine = leaves.find((one) => one.account === account)!
  const proof = buildMerkleTree(leaves.map(hashRewardLeaf)).proof(hashRewardLeaf(mine))
  const stranger = await openSender(chain.rpcUrl, DEV_ACCOUNTS[9]!.privateKey)
  const hash = await stranger.writeContract({
    address: scene.at.rewards,
    abi: rewardsAbi,
    functionName: 'claim',
    args: [account, token, mine.cumulative, proof],
  })
  expect((await stranger.waitForTransactionReceipt({ hash })).status).toBe('success')
}
