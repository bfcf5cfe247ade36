import type { Ctx } from '@rowright/db'
import { type ConsentTerms, consentTermsHash } from '@rowright/protocol'
import { type Label, taskType } from '@rowright/tasktype'
import { and, eq } from 'drizzle-orm'
import { invalidCampaign, notTheRequester, unknownCampaign, unknownPool, wrongStatus } from './errors.ts'
import { campaign, pool } from './pool.sql.ts'
import { checkOverlap, checkQuotas, type Quota } from './quota.ts'

export type Pool = typeof pool.$inferSelect & { terms: ConsentTerms; rowSplitPpm: RowSplit }
export type Campaign = typeof campaign.$inferSelect & { labels: Label[]; quotas: Quota[] }
export type { Label } from '@rowright/tasktype'
/** Shares of a row in ppm; `giver` and `labelers` are of what `source` leaves. */
export interface RowSplit {
  source: number
  giver: number
  labelers: number
}
/** The vocabulary's default: item giver 40 %, labelers 60 %; no source for uploaded items. */
export const DEFAULT_ROW_SPLIT: RowSplit = { source: 0, giver: 400_000, labelers: 600_000 }

/** Opens a pool. [POO-1] The caller keeps the terms text under its hash (room `consent`). */
export async function open(
  ctx: Ctx,
  input: {
    id?: string
    requesterId: string
    name: string
    description: string
    treasuryBps: number
    terms: ConsentTerms
  },
): Promise<Pool> {
  const [row] = await ctx.tx
    .insert(pool)
    .values({
      ...(input.id ? { id: input.id } : {}),
      requesterId: input.requesterId,
      name: input.name,
      description: input.description,
      treasuryBps: input.treasuryBps,
      terms: input.terms,
      termsHash: consentTermsHash(input.terms),
      rowSplitPpm: DEFAULT_ROW_SPLIT,
      pseudonymKey: crypto.getRandomValues(new Uint8Array(32)),
    })
    .returning()
  return row as Pool
}

/** @throws RowrightError `pool/unknown-pool`. */
export async function getPool(ctx: Ctx, poolId: string): Promise<Pool> {
  const [row] = await ctx.tx.select().from(pool).where(eq(pool.id, poolId))
  if (!row) throw unknownPool(poolId)
  return row as Pool
}

/** @throws RowrightError `pool/unknown-pool`, `pool/not-the-requester`. */
export async function getOwnPool(ctx: Ctx, poolId: string, personId: string): Promise<Pool> {
  const found = await getPool(ctx, poolId)
  if (found.requesterId !== personId) throw notTheRequester()
  return found
}

/** @throws RowrightError `pool/unknown-campaign`. */
export async function getCampaign(ctx: Ctx, poolId: string, campaignId: string): Promise<Campaign> {
  const [row] = await ctx.tx
    .select()
    .from(campaign)
    .where(and(eq(campaign.poolId, poolId), eq(campaign.id, campaignId)))
  if (!row) throw unknownCampaign(campaignId)
  return row as Campaign
}

export interface NewCampaign {
  id?: string
  poolId: string
  name: string
  guidelines: string
  /** Of `single`; empty for other types, which have theirs in `schema`. */
  labels: Label[]
  /** Default: `single`. */
  taskType?: string
  schema?: unknown
  price: bigint
  stake: bigint
  overlap: number
  /** Least answers of a task; only with a target confidence. */
  overlapMin?: number
  /** Null: every task gets `overlap` answers. */
  targetConfidencePpm?: number | null
  auditPpm?: number
  reviewSlots?: number
  quotas?: Quota[]
  goldRatePpm: number
  assignment: 'open' | 'list'
  leaseSeconds: number
  holdSeconds: number | null
  /** Without windows: how long a rejection can be appealed. Default: 72 hours. */
  appealSeconds?: number
  windowChecks?: number | null
  windowFailAt?: number | null
  method: 'ds' | 'sds' | 'majority'
}

/** Drafts a campaign. @throws RowrightError `pool/invalid-campaign` naming the field. */
export async function draftCampaign(ctx: Ctx, input: NewCampaign): Promise<Campaign> {
  const question = checkQuestion(input)
  checkOverlap(input)
  checkQuotas(input.quotas ?? [])
  const [row] = await ctx.tx
    .insert(campaign)
    .values({ ...input, ...question, status: 'draft' })
    .returning()
  return row as Campaign
}

/** The task type of a campaign that fetches pages: it has leases (room `collect`), and no tasks. */
export const COLLECT = 'collect'

/** Drafts a campaign that fetches pages; its hosts are in the room `collect`. [POO-12] */
export async function draftCollection(
  ctx: Ctx,
  input: { poolId: string; name: string; guidelines: string; price: bigint },
): Promise<Campaign> {
  const values = {
    ...input,
    labels: [],
    taskType: COLLECT,
    stake: 0n,
    overlap: 1,
    goldRatePpm: 0,
    assignment: 'open' as const,
    leaseSeconds: 300,
    holdSeconds: null,
    method: 'majority',
    status: 'draft' as const,
  }
  const [row] = await ctx.tx.insert(campaign).values(values).returning()
  return row as Campaign
}

/** What is asked: a type and its settings; the labels of `single`. @throws RowrightError naming the field. */
export function checkQuestion(input: Pick<NewCampaign, 'taskType' | 'schema' | 'labels'>): {
  taskType: string
  schema: unknown
} {
  const type = taskType(input.taskType ?? 'single')
  if (type.name === 'single') {
    type.parseSchema({ labels: input.labels }, '')
    return { taskType: type.name, schema: {} }
  }
  if (input.labels.length > 0)
    throw invalidCampaign('labels', `"${type.name}" has its labels in "schema".`, 'Leave "labels" out.')
  return { taskType: type.name, schema: type.parseSchema(input.schema ?? {}) }
}

/** Moves a campaign along its states. [POO-5] @throws RowrightError `pool/wrong-status`. */
export async function setStatus(ctx: Ctx, found: Campaign, to: 'open' | 'paused' | 'closed'): Promise<void> {
  const from = { open: ['draft', 'paused'], paused: ['open'], closed: ['draft', 'open', 'paused'] }[to]
  const changed = await ctx.tx
    .update(campaign)
    .set({ status: to, ...(to === 'closed' ? { closedAt: ctx.now() } : {}) })
    .where(
      and(eq(campaign.poolId, found.poolId), eq(campaign.id, found.id), eq(campaign.status, found.status)),
    )
    .returning({ id: campaign.id })
  if (!from.includes(found.status) || changed.length === 0) throw wrongStatus(found.status, from.join(' or '))
}

/** One more answer at least for each task. @returns the campaign as it is now. */
export async function raiseLeast(ctx: Ctx, found: Campaign): Promise<Campaign> {
  const [row] = await ctx.tx
    .update(campaign)
    .set({ minRaised: found.minRaised + 1 })
    .where(and(eq(campaign.poolId, found.poolId), eq(campaign.id, found.id)))
    .returning()
  return row as Campaign
}

/** Writes another question over a campaign's; whether the answers given still fit it is the caller's to know. */
export async function setQuestion(
  ctx: Ctx,
  { poolId, id }: Pick<Campaign, 'poolId' | 'id'>,
  question: Pick<Campaign, 'labels' | 'schema' | 'guidelines'>,
): Promise<void> {
  await ctx.tx
    .update(campaign)
    .set(question)
    .where(and(eq(campaign.poolId, poolId), eq(campaign.id, id)))
}

/** Says that a closed campaign has its last verdicts and results. */
export async function markSettled(ctx: Ctx, poolId: string, campaignId: string): Promise<void> {
  await ctx.tx
    .update(campaign)
    .set({ settledAt: ctx.now() })
    .where(and(eq(campaign.poolId, poolId), eq(campaign.id, campaignId)))
}
