import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildMerkleTree, hashRewardLeaf, revocationLock } from '@rowright/protocol'
import { compiled } from '@rowright/testing'
import { createTestClient, type Hex, http, keccak256, stringToHex, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as chain from './index.ts'
import { DEV_ACCOUNTS, type LocalChain, startAnvil } from './local.ts'
import * as post from './post/index.ts'

const USD = 1_000_000n
/** Seconds a root waits: no machine is so slow that it is over before anybody asks. */
const WINDOW = 3_600
const folder = mkdtempSync(join(tmpdir(), 'rowright-chain-'))
const statePath = join(folder, 'chain.json')
const [steward, ada, bo] = DEV_ACCOUNTS as unknown as [Dev, Dev, Dev]
type Dev = (typeof DEV_ACCOUNTS)[number]

let local: LocalChain
let at: chain.Deployment
let poolId: Hex
let offerId: bigint
let licenseId: bigint
const campaignId = toHex(7n, { size: 32 })
const labelers = Array.from({ length: 60 }, () => privateKeyToAddress(generatePrivateKey()))
const reader = () => chain.openReader(local.rpcUrl)
const open = (dev: Dev) => post.openSender(local.rpcUrl, dev.privateKey)

const leaves = (each: bigint) =>
  labelers.map((account, i) => ({ account, token: at.token, cumulative: each + BigInt(i) }))
function treeOf(each: bigint) {
  const entries = leaves(each).map((leaf) => ({ leaf, hash: hashRewardLeaf(leaf) }))
  const tree = buildMerkleTree(entries.map((entry) => entry.hash))
  const total = entries.reduce((sum, { leaf }) => sum + leaf.cumulative, 0n)
  return {
    root: tree.root,
    total,
    claims: entries.map(({ leaf, hash }) => ({ ...leaf, proof: tree.proof(hash) })),
  }
}
const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((e: unknown) => e)
  if (!(error instanceof chain.ChainError)) throw new Error('expected a ChainError', { cause: error })
  return error
}

beforeAll(async () => {
  await compiled()
  local = await startAnvil({ statePath })
  at = await post.deploy(await open(steward), {
    window: WINDOW,
    admin: steward.address,
    poster: steward.address,
    publisher: steward.address,
    anchorer: steward.address,
  })
})

afterAll(async () => {
  await local?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('[CHAIN-1] a deployment names the chain it lives on', async () => {
  expect(await chain.identifyChain(reader())).toEqual({ chainId: at.chainId, genesisHash: at.genesisHash })
  expect(JSON.parse(JSON.stringify(at))).toEqual(at)
})

test('[CHAIN-2] ada opens a pool and funds a campaign: the money stands in Rewards', async () => {
  const sender = await open(ada)
  await post.mintTestDollars(sender, at, ada.address, 1_000n * USD)
  const created = await post.createPool(sender, at, {
    salt: toHex(1n, { size: 32 }),
    metadataHash: keccak256(stringToHex('digits')),
    treasuryBps: 1_000,
    treasury: ada.address,
  })
  poolId = created.poolId
  expect(await chain.readPool(reader(), at, poolId)).toMatchObject({
    owner: ada.address,
    terms: { treasuryBps: 1_000 },
  })
  const funded = await post.fundCampaign(sender, at, { poolId, campaignId, amount: 500n * USD })
  expect(funded.credited).toBe(500n * USD)
  expect(await chain.readCampaignFunded(reader(), at, poolId, campaignId)).toBe(500n * USD)
  expect(await chain.readRewards(reader(), at)).toMatchObject({
    funded: 500n * USD,
    declared: 0n,
    balance: 500n * USD,
  })
})

test('[CHAIN-3] a refusal carries the name of the contract’s error', async () => {
  const again = await refusal(
    post.createPool(await open(ada), at, {
      salt: toHex(1n, { size: 32 }),
      metadataHash: keccak256(stringToHex('digits')),
      treasuryBps: 1_000,
      treasury: ada.address,
    }),
  )
  expect([again.code, again.revertName, again.retryable]).toEqual(['chain/reverted', 'PoolExists', false])
  const notPoster = await refusal(
    post.postRoot(await open(bo), at, {
      root: toHex(1n, { size: 32 }),
      manifestHash: poolId,
      epoch: 1n,
      declared: [],
    }),
  )
  expect(notPoster.revertName).toBe('NotPoster')
  expect(notPoster.context.args).toEqual([bo.address])
})

test('[CHAIN-4] an epoch is posted, waits its window, counts, and everybody is paid once', async () => {
  const sender = await open(steward)
  const epoch1 = treeOf(2n * USD)
  const declared = [{ token: at.token, total: epoch1.total }]
  await post.postRoot(sender, at, { root: epoch1.root, manifestHash: poolId, epoch: 1n, declared })
  expect((await refusal(post.activate(sender, at))).revertName).toBe('WindowOpen')
  expect((await chain.readRewards(reader(), at)).pending).toMatchObject({ root: epoch1.root, epoch: 1n })
  const clock = createTestClient({ mode: 'anvil', transport: http(local.rpcUrl) })
  await clock.increaseTime({ seconds: WINDOW })
  await clock.mine({ blocks: 1 })
  await post.activate(sender, at)
  expect(await chain.readRewards(reader(), at)).toMatchObject({
    activeRoot: epoch1.root,
    pending: null,
    lastEpoch: 1n,
  })

  const outcome = await post.claimMany(sender, at, epoch1.claims)
  expect(outcome.refused).toEqual([])
  expect(outcome.paid.map((p) => p.amount)).toEqual(leaves(2n * USD).map((leaf) => leaf.cumulative))
  for (const { account, cumulative } of epoch1.claims.slice(0, 5)) {
    expect(await chain.readTokenBalance(reader(), at.token, account)).toBe(cumulative)
    expect(await chain.readClaimed(reader(), at, account)).toBe(cumulative)
  }
  const repeated = await post.claimMany(sender, at, epoch1.claims)
  expect(repeated.paid).toEqual([])
  expect((await chain.readRewards(reader(), at)).balance).toBe(500n * USD - epoch1.total)
})

test('[CHAIN-5] one forged claim spoils its batch, and nobody is paid', async () => {
  const { claims } = treeOf(2n * USD)
  const forged = [...claims.slice(0, 3), { ...claims[3]!, cumulative: claims[3]!.cumulative + 1n }]
  expect((await refusal(post.claimMany(await open(steward), at, forged))).revertName).toBe('InvalidProof')
})

test('[CHAIN-6] bo buys a license; distribution sends the contributors’ share to Rewards', async () => {
  const owner = await open(ada)
  const buyer = await open(bo)
  const price = 100n * USD
  const offer = { poolId, price, duration: 86_400, purposes: 0b11, licenseeClass: 2, termsHash: poolId }
  offerId = (await post.addOffer(owner, at, offer)).offerId
  expect((await refusal(post.buyLicense(buyer, at, { offerId, maxPrice: price }))).revertName).toBe(
    'ERC20InsufficientBalance',
  )
  await post.mintTestDollars(buyer, at, bo.address, price)
  const before = await chain.readRewards(reader(), at)
  const bought = await post.buyLicense(buyer, at, { offerId, maxPrice: price })
  licenseId = bought.licenseId
  expect(await chain.readLicense(reader(), at, licenseId)).toMatchObject({
    licensee: bo.address,
    poolId,
    valid: true,
  })
  expect(await chain.readUndistributed(reader(), at, offerId)).toBe(price)
  await post.distribute(buyer, at, [offerId])
  expect(await chain.readUndistributed(reader(), at, offerId)).toBe(0n)
  expect((await chain.readRewards(reader(), at)).funded).toBe(before.funded + 90n * USD)
})

test('[CHAIN-7] consents are anchored once and ended any number of times', async () => {
  const sender = await open(steward)
  const root = keccak256(stringToHex('batch'))
  await post.anchorConsents(sender, at, root, 3)
  expect((await refusal(post.anchorConsents(sender, at, root, 3))).revertName).toBe('AlreadyAnchored')
  const secrets = [keccak256(stringToHex('secret one')), keccak256(stringToHex('secret two'))]
  await post.revokeMany(await open(bo), at, secrets)
  await post.revokeMany(sender, at, secrets)
  expect(await chain.readRevokedAt(reader(), at, revocationLock(secrets[0]!))).toBeGreaterThan(0n)
})

test('[CHAIN-8] the log tells it all, in order, with its place in the chain', async () => {
  const head = await reader().getBlockNumber()
  const events = await chain.followLogs(reader(), at, BigInt(at.block), head)
  const count = (name: string) => events.filter((event) => event.name === name).length
  expect(count('Claimed')).toBe(labelers.length)
  expect([
    count('PoolCreated'),
    count('CampaignFunded'),
    count('RootActivated'),
    count('ConsentRevoked'),
  ]).toEqual([1, 1, 1, 2])
  const sale = events.find((event) => event.name === 'LicensePurchased')
  expect(sale?.args).toMatchObject({
    licenseId,
    offerId,
    poolId,
    treasury: 10n * USD,
    contributors: 90n * USD,
  })
  const sorted = events.toSorted((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  expect(events).toEqual(sorted)
})

test('[CHAIN-9] sends of one account that start together queue up', async () => {
  const sender = await open(steward)
  const sent = await Promise.all([1n, 2n, 3n].map((n) => post.mintTestDollars(sender, at, bo.address, n)))
  expect(new Set(sent.map((s) => s.transactionHash)).size).toBe(3)
})

test('[CHAIN-10] the chain outlives its process, and a chain that is down is a retryable error', async () => {
  await local.stop()
  const down = await refusal(chain.readRewards(reader(), at))
  expect([down.code, down.retryable]).toEqual(['chain/unreachable', true])
  local = await startAnvil({ statePath })
  expect((await chain.identifyChain(reader())).genesisHash).toBe(at.genesisHash)
  expect((await chain.readRewards(reader(), at)).lastEpoch).toBe(1n)
})

test('[CHAIN-11] the local chain refuses a production profile', async () => {
  expect((await refusal(startAnvil({ profile: 'production' }))).code).toBe('chain/local-only')
})
