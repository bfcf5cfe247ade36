import type { Deployment } from '@rowright/chain'
import { createPool, fundCampaign, type Sender } from '@rowright/chain/post'
import { uuidToBytes32 } from '@rowright/protocol'
import type { Hex } from 'viem'

import type { Account, Site } from './account.ts'
import type { Out } from './api.ts'
import { concurrently, waitFor } from './concurrently.ts'
import type { Dataset } from './dataset.ts'
import { ApiProblem, ReplayError } from './errors.ts'
import { namesOf } from './names.ts'
import { tally } from './tally.ts'
import { deploymentOf, fillWallet, openWallet } from './wallet.ts'

/** One answer's price: 0.01 tUSD in base units. */
export const PRICE = 10_000n

/** The pool and campaign of a replay, and what its requester works with. */
export interface Order {
  requester: Account
  wallet: Sender
  at: Deployment
  pool: Out['pool']['get']
  campaign: Out['campaign']['get']
  /** Path of the campaign under the API. */
  path: string
  /** Names of tasks and labels as the API has them, by the dataset's text. */
  taskName: Map<string, string>
  labelName: Map<string, string>
}

/** A second label when a dataset has only one: a campaign asks a question, so it needs two answers. */
const SECOND_LABEL = 'none of these'
/** An hour: longer than any pause of a replay, so that no assignment expires under it. */
const LEASE_SECONDS = 3_600
const MOST_LABELS = 10_000

/** Recorded people appeal nothing: seconds instead of days until their rejections are final. */
const APPEAL_SECONDS = 5

/** With at least three answers, as often right on `rte` as all ten, for about half of the answers. */
const TARGET_PPM = 999_000

/** Between three answers, or as many as there are, and all that were recorded. */
function adaptiveOverlap(dataset: Dataset) {
  const most = Math.max(...tally(dataset.answers.map((answer) => answer.task)).values())
  return { overlap: most, overlapMin: Math.min(3, most), targetConfidencePpm: TARGET_PPM }
}

/** Opens the pool and drafts its campaign. */
export async function openOrder(
  site: Site,
  requester: Account,
  dataset: Dataset,
  adaptive: boolean,
): Promise<Order> {
  const tasks = namesOf(dataset.tasks)
  const labels = namesOf(dataset.labels)
  const values = [...labels.text.keys()]
  if (values.length === 1) values.push(values[0] === SECOND_LABEL ? `not ${SECOND_LABEL}` : SECOND_LABEL)
  if (values.length > MOST_LABELS)
    throw new ReplayError(`${dataset.name} has ${values.length} labels; a campaign takes ${MOST_LABELS}.`)
  const name = `Replay of ${dataset.name}`.slice(0, 120)
  const pool = await requester.post<Out['pool']['open']>('/v1/pools', {
    name,
    description: 'Recorded answers of a crowdsourcing dataset.',
    terms: { purposes: ['research', 'model-training'], licenseeClasses: ['anyone'], months: 12, note: '' },
  })
  const campaign = await requester.post<Out['campaign']['create']>(`/v1/pools/${pool.id}/campaigns`, {
    name,
    guidelines: 'Give the label that was recorded.',
    labels: values.map((value) => ({ value, label: value })),
    price: String(PRICE),
    assignment: 'list',
    leaseSeconds: LEASE_SECONDS,
    appealSeconds: APPEAL_SECONDS,
    ...(adaptive ? adaptiveOverlap(dataset) : {}),
  })
  const wallet = openWallet(site, requester)
  const path = `/v1/pools/${pool.id}/campaigns/${campaign.id}`
  const at = await deploymentOf(site, wallet)
  return { requester, wallet, at, pool, campaign, path, taskName: tasks.name, labelName: labels.name }
}

/** Rows of one upload: well under the 64 MB and 200,000 rows that the API takes at once. */
const CHUNK = 50_000

/** Uploads a task for each item, some with their known answer, and says who may answer what. */
export async function uploadWork(
  order: Order,
  dataset: Dataset,
  gold: ReadonlySet<string>,
  labelers: ReadonlyMap<string, Account>,
): Promise<void> {
  const { requester, path, taskName, labelName } = order
  const items = dataset.tasks.map((task) => ({
    id: taskName.get(task)!,
    text: taskName.get(task)!,
    ...(gold.has(task) ? { gold: labelName.get(dataset.truth.get(task)!)! } : {}),
  }))
  for (const chunk of chunks(items)) {
    try {
      await requester.upload('POST', `${path}/items`, chunk)
    } catch (error) {
      // All or nothing: if an answer was lost on its way and the items are there, they all are.
      if (!(error instanceof ApiProblem && error.uncertain && error.code.startsWith('item/'))) throw error
    }
  }
  const list = dataset.answers.map(({ task, worker }) => ({
    labeler: labelers.get(worker)!.personId,
    item: taskName.get(task)!,
  }))
  for (const chunk of chunks(list)) await requester.upload('PUT', `${path}/assignment-list`, chunk)
}

function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) =>
    rows.slice(i * CHUNK, (i + 1) * CHUNK),
  )
}

/** Creates the pool on chain, funds the campaign for all answers and starts it. */
export async function fundAndStart(site: Site, order: Order, answers: number): Promise<void> {
  const { requester, wallet, at, pool, campaign, path } = order
  const amount = PRICE * BigInt(answers)
  await fillWallet(site, wallet, at, amount)
  const { poolId } = await createPool(wallet, at, {
    salt: pool.chainSalt as Hex,
    metadataHash: pool.metadataHash as Hex,
    treasuryBps: pool.treasuryBps,
    treasury: wallet.account.address,
  })
  order.pool = await waitFor(
    'The pool shows on chain',
    async () => {
      const found = await requester.get<Out['pool']['get']>(`/v1/pools/${pool.id}`)
      return found.chainPoolId === poolId ? found : null
    },
    site,
  )
  await fundCampaign(wallet, at, { poolId, campaignId: uuidToBytes32(campaign.id), amount })
  await waitFor(
    'The campaign is funded',
    async () => {
      const found = await requester.get<Out['campaign']['get']>(path)
      return BigInt(found.funded) >= amount ? true : null
    },
    site,
  )
  await requester.post(`${path}/start`)
}

/** Closes the campaign and waits for its last verdicts and results, and until no rejection can be appealed any more. */
export async function closeAndSettle(site: Site, { requester, path }: Order): Promise<void> {
  await requester.post(`${path}/close`)
  await waitFor(
    'The campaign is settled',
    async () => ((await requester.get<Out['campaign']['get']>(path)).settled ? true : null),
    site,
  )
  await waitFor(
    'Every rejection is final',
    async () => {
      const { appealable } = await requester.get<Out['campaign']['progress']>(`${path}/progress`)
      return appealable === 0 ? true : null
    },
    site,
  )
}

export interface Verdicts {
  /** Assignments by state, as each labeler reads it. */
  accepted: Set<string>
  rejected: Set<string>
  undecided: Set<string>
}

/** Reads every labeler's own work. */
export async function readVerdicts(
  order: Order,
  labelers: readonly Account[],
  lanes: number,
): Promise<Verdicts> {
  const verdicts: Verdicts = { accepted: new Set(), rejected: new Set(), undecided: new Set() }
  await concurrently(labelers, lanes, async (labeler) => {
    let cursor: string | undefined
    do {
      const page = await labeler.get<Out['me']['work']>('/v1/me/work', {
        campaignId: order.campaign.id,
        limit: 500,
        cursor,
      })
      for (const { assignmentId, state } of page.items) {
        const pile = state === 'accepted' || state === 'rejected' ? state : 'undecided'
        verdicts[pile].add(assignmentId)
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  })
  return verdicts
}
