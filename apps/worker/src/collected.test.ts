import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, readTokenBalance } from '@rowright/chain'
import { createPool, fundCampaign, mintTestDollars, openSender } from '@rowright/chain/post'
import { emit, folderBlobStore, recordDeployment } from '@rowright/db'
import { addUrls, draftCollect, settleCollections, startCollection } from '@rowright/pipeline/collect'
import { imbalance } from '@rowright/pipeline/ledger'
import { attachPayout } from '@rowright/pipeline/people'
import { askRefund, getCampaign, remainderOf, setStatus } from '@rowright/pipeline/pool'
import { earningsOf, requestCashOut } from '@rowright/pipeline/reward'
import { uuidToBytes32 } from '@rowright/protocol'
import { testChain, testDatabase } from '@rowright/testing'
import { askFor, bring, lookAll, newNode, PAGE_PAY } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { encodeAbiParameters, keccak256, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finalizeAll } from './collecting.ts'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { until } from './testing/numbers.ts'
import { ADA, closeEpoch, KEYS, type Place, react, tx } from './testing/scene.ts'

const db = testDatabase()
const chain = testChain({ window: 1 })
const folder = mkdtempSync(join(tmpdir(), 'collected-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const reader = () => openReader(chain.rpcUrl)
let place: Place
let settler: Settler

const PAGES = 24
const FUNDED = PAGE_PAY * 30n
const BO = privateKeyToAddress(generatePrivateKey()).toLowerCase() as `0x${string}`

/** Everything that is due towards the chain, and what it answers. */
async function settle(): Promise<void> {
  await follow(db.database, reader(), place.at, 0)
  await react(place)
  while ((await sendDue(settler)) > 0) {
    await follow(db.database, reader(), place.at, 0)
    await react(place)
  }
}

beforeAll(async () => {
  const at = chain.deployment
  await db.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  place = { database: db.database, blobs, rpcUrl: chain.rpcUrl, at }
  settler = await openSettler(db.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
})

/** Ada's pool and its collection, on chain and funded there; bo's node, with an address and a consent. */
async function opened() {
  const made = await db.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada', ADA.address)
    const pool = await newPool(ctx, ada, 'news')
    const node = await newNode(ctx, 'bo')
    await attachPayout(ctx, { personId: node.personId, address: BO })
    const { id: campaignId } = await draftCollect(ctx, {
      ...{ poolId: pool.id, name: 'pages', guidelines: '', pay: PAGE_PAY, anyPublicSite: false, tags: [] },
      hosts: [{ name: 'news.example' }],
    })
    return { pool, node, campaignId }
  })
  const { pool, campaignId } = made
  const ada = await openSender(chain.rpcUrl, ADA.privateKey)
  const salt = uuidToBytes32(pool.id)
  await createPool(ada, place.at, {
    ...{ salt, metadataHash: zeroHash, treasuryBps: 0, treasury: ADA.address },
  })
  await mintTestDollars(ada, place.at, ADA.address, FUNDED)
  const words = encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [ADA.address, salt])
  const funding = { poolId: keccak256(words), campaignId: uuidToBytes32(campaignId), amount: FUNDED }
  await fundCampaign(ada, place.at, funding)
  await db.tx((ctx) => startCollection(ctx, pool.id, campaignId))
  const urls = Array.from({ length: PAGES }, (_, n) => `https://news.example/${n}`)
  await db.tx((ctx) => addUrls(ctx, { poolId: pool.id, campaignId, foundBy: 'seed', urls }))
  await settle()
  return made
}

test('[CLT-12, CLT-31..CLT-33, REW-3, POO-9] a page is verified, pending, final, in an epoch, claimed on chain; the ended collection gives its rest back', async () => {
  const { pool, node, campaignId } = await opened()
  const earned = async () => {
    const { pending, claimable, paid } = await db.tx((ctx) => earningsOf(ctx, node.personId))
    return { pending, claimable, paid }
  }
  for (let brought = 0; brought < PAGES; db.clock.ahead += 5) {
    const { leases } = await askFor(db, node, 'net', 5, campaignId)
    for (const lease of leases) brought += await bring(db, blobs, node, lease)
    await lookAll(db)
  }
  // 24 verified pages: 19 rewards wait as escrow, so 5 are final now, the others after 30 days without a fail.
  expect(await finalizeAll(db.database)).toBe(5)
  await react(place)
  await closeEpoch(place)
  const settledWhen = (what: string, is: () => Promise<boolean>) =>
    until(what, async () => {
      await settle()
      return is()
    })
  const claimable = async () => (await earned()).claimable
  await settledWhen('the first root is active', async () => (await claimable()) === 5n * PAGE_PAY)
  db.clock.ahead += 31 * 86_400
  expect(await finalizeAll(db.database)).toBe(PAGES - 5)
  await react(place)
  const { rows: items } = await db.pool.query(
    `select count(*)::int as n, count(distinct provenance->>'observedAt')::int as seen from item where pool_id = $1`,
    [pool.id],
  )
  expect(items).toEqual([{ n: PAGES, seen: PAGES }])
  await closeEpoch(place)
  await settledWhen('the second root is active', async () => (await claimable()) === BigInt(PAGES) * PAGE_PAY)
  await db.tx((ctx) => requestCashOut(ctx, { personId: node.personId }))
  await settle()
  expect(await readTokenBalance(reader(), place.at.token, BO)).toBe(BigInt(PAGES) * PAGE_PAY)
  expect(await earned()).toMatchObject({ claimable: 0n, paid: BigInt(PAGES) * PAGE_PAY })

  // Ada ends it: nothing is open or pending, so it is settled, and the six pages that were never asked for go back.
  const left = () => db.tx((ctx) => remainderOf(ctx, pool.id, campaignId))
  expect(await left()).toMatchObject({ state: 'working' })
  await db.tx(async (ctx) => {
    await setStatus(ctx, await getCampaign(ctx, pool.id, campaignId), 'closed')
    await emit(ctx, 'campaign.closed', pool.id, { campaignId })
  })
  await react(place)
  expect(await tx(place, settleCollections)).toBe(1)
  await settledWhen('the remainder can be asked for', async () => (await left()).state === 'ready')
  expect(await left()).toMatchObject({ amount: 6n * PAGE_PAY })
  const before = await readTokenBalance(reader(), place.at.token, ADA.address)
  await db.tx((ctx) => askRefund(ctx, pool.id, campaignId))
  await settledWhen('it is back', async () => (await left()).state === 'refunded')
  expect(await left()).toMatchObject({ refunded: 6n * PAGE_PAY })
  expect(await readTokenBalance(reader(), place.at.token, ADA.address)).toBe(before + 6n * PAGE_PAY)
  expect(await db.tx((ctx) => imbalance(ctx))).toBe(0n)
  expect((await askFor(db, node, 'net', 1, campaignId)).leases).toEqual([])
})
