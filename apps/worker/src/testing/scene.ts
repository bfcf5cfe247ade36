import type { Deployment } from '@rowright/chain'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import {
  addOffer,
  buyLicense,
  createPool,
  fundCampaign,
  mintTestDollars,
  openSender,
} from '@rowright/chain/post'
import { type BlobStore, type Ctx, type Database, drainOutbox, withTx } from '@rowright/db'
import { admit } from '@rowright/pipeline/item'
import { addTasks } from '@rowright/pipeline/labeling'
import { draftCampaign, type Pool, setStatus } from '@rowright/pipeline/pool'
import { judge } from '@rowright/pipeline/settlement'
import { uuidToBytes32 } from '@rowright/protocol'
import { answerAll, giveConsent, newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { encodeAbiParameters, keccak256, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { closeNow } from '../closeEpoch.ts'
import { reactions } from '../reactions.ts'

/** Ada requests, dan buys. Their keys are the development chain's. */
export const [ADA, DAN] = [DEV_ACCOUNTS[5]!, DEV_ACCOUNTS[6]!]
const ROLE = DEV_ACCOUNTS[0]!.privateKey
export const KEYS = { poster: ROLE, publisher: ROLE, anchorer: ROLE, relayer: DEV_ACCOUNTS[4]!.privateKey }

export interface Place {
  database: Database
  blobs: BlobStore
  rpcUrl: string
  at: Deployment
}

export interface Scene extends Place {
  pool: Pool
  campaignId: string
  chainPoolId: `0x${string}`
  labelers: (TestPerson & { address: `0x${string}` })[]
}

const system = { kind: 'system', name: 'test' } as const
export const tx = <T>(place: { database: Database }, work: (ctx: Ctx) => Promise<T>) =>
  withTx(place.database, system, work)

/** A pool of ada with an open campaign; its labelers have fresh wallets and consented. Nothing is on chain yet. */
export async function newScene(
  place: Place,
  of: { items: number; labelers: number; overlap?: number; price?: bigint; holdSeconds?: number },
): Promise<Scene> {
  const made = await tx(place, async (ctx) => {
    const requester = await newPerson(ctx, 'ada')
    await ctx.tx.execute(
      `insert into payout_method (address, person_id) values ('${ADA.address.toLowerCase()}', '${requester.id}')
       on conflict (address) do update set person_id = excluded.person_id`,
    )
    const pool = await newPool(ctx, requester)
    const campaign = await draftCampaign(ctx, {
      poolId: pool.id,
      name: 'which digit is this?',
      guidelines: '',
      labels: ['1', '7'].map((value) => ({ value, label: value })),
      price: of.price ?? 100n,
      stake: 0n,
      overlap: of.overlap ?? of.labelers,
      goldRatePpm: 0,
      assignment: 'open',
      leaseSeconds: 600,
      holdSeconds: of.holdSeconds ?? null,
      method: 'majority',
    })
    const names = Array.from({ length: of.items }, (_, i) => `digit-${i}`)
    const rows = names.map((id, i) => ({ externalId: id, payload: { id }, line: i + 1 }))
    const itemIds = await admit(ctx, place.blobs, {
      poolId: pool.id,
      giverId: requester.id,
      provenance: { kind: 'upload' },
      rows,
    })
    const tasks = itemIds.map((itemId, i) => ({ itemId, externalId: names[i]!, track: 'work' as const }))
    await addTasks(ctx, { poolId: pool.id, campaignId: campaign.id, seed: 'scene', tasks })
    await setStatus(ctx, campaign, 'open')
    const labelers: Scene['labelers'] = []
    for (let i = 0; i < of.labelers; i++) labelers.push(await newLabeler(ctx, pool))
    return { pool, campaignId: campaign.id, labelers }
  })
  const salt = uuidToBytes32(made.pool.id)
  const words = encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [ADA.address, salt])
  return { ...place, ...made, chainPoolId: keccak256(words) }
}

export async function newLabeler(ctx: Ctx, pool: Pool) {
  const address = privateKeyToAddress(generatePrivateKey()).toLowerCase() as `0x${string}`
  const person = await newPerson(ctx, 'bo', address)
  await giveConsent(ctx, pool, person)
  return { ...person, address }
}

/** Ada puts her pool on chain. */
export async function putOnChain(scene: Scene): Promise<void> {
  const ada = await openSender(scene.rpcUrl, ADA.privateKey)
  const salt = uuidToBytes32(scene.pool.id)
  await createPool(ada, scene.at, { salt, metadataHash: zeroHash, treasuryBps: 0, treasury: ADA.address })
}

/** Ada funds her campaign with fresh test dollars. */
export async function fund(scene: Scene, amount: bigint): Promise<void> {
  const ada = await openSender(scene.rpcUrl, ADA.privateKey)
  await mintTestDollars(ada, scene.at, ADA.address, amount)
  const campaignId = uuidToBytes32(scene.campaignId)
  await fundCampaign(ada, scene.at, { poolId: scene.chainPoolId, campaignId, amount })
}

/** Ada offers a license and dan buys it. */
export async function sellLicense(scene: Scene, price: bigint): Promise<bigint> {
  const ada = await openSender(scene.rpcUrl, ADA.privateKey)
  const dan = await openSender(scene.rpcUrl, DAN.privateKey)
  const offer = { price, duration: 86_400, purposes: 1, licenseeClass: 0, termsHash: zeroHash }
  const { offerId } = await addOffer(ada, scene.at, { ...offer, poolId: scene.chainPoolId })
  await mintTestDollars(dan, scene.at, DAN.address, price)
  return (await buyLicense(dan, scene.at, { offerId, maxPrice: price })).licenseId
}

/** Every labeler answers what there is, and is judged. */
export async function work(scene: Scene, limit?: number): Promise<void> {
  await react(scene)
  await tx(scene, async (ctx) => {
    const campaign = { poolId: scene.pool.id, id: scene.campaignId }
    for (const one of scene.labelers) await answerAll(ctx, campaign, one, () => '7', limit)
    await judge(ctx, { poolId: scene.pool.id, campaignId: scene.campaignId })
  })
}

/** Handles the events that wait. */
export const react = (place: Place) => drainOutbox(place.database, reactions(place.blobs))

/** Closes the epoch if there is something in it. */
export const closeEpoch = (place: Place) => tx(place, (ctx) => closeNow(ctx, place.blobs))
