import type { Ctx } from '@rowright/db'
import { type CollectionCost, costOf, getCollection, host, progressOf } from '@rowright/pipeline/collect'
import { type Campaign, fundedOf } from '@rowright/pipeline/pool'
import { inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { collectionCost, collectionTerms } from '../collectionContract.ts'
import type { progress } from '../progressContract.ts'

export function costView({
  total,
  again,
  unchangedPay,
  ...counts
}: CollectionCost): z.infer<typeof collectionCost> {
  return {
    ...counts,
    total: String(total),
    again: { most: String(again.most), least: String(again.least) },
    unchangedPay: String(unchangedPay),
  }
}

/** What a collection asks for, and what that comes to. */
export async function termsView(
  ctx: Ctx,
  { poolId, id, price }: Campaign,
): Promise<z.infer<typeof collectionTerms>> {
  const { hosts, anyPublicSite, tags, sourceSharePpm, maxBytes, refreshSeconds, documents } =
    await getCollection(ctx, poolId, id)
  const known = await ctx.tx.select().from(host).where(inArray(host.name, hosts))
  const delays = new Map(known.map(({ name, delaySeconds }) => [name, delaySeconds]))
  return {
    hosts: hosts.map((name) => ({ name, delaySeconds: delays.get(name)! })),
    ...{ anyPublicSite, tags, sourceSharePpm, maxBytes, refreshSeconds, documents },
    cost: documents === null ? null : costView(await costOf(ctx, { pay: price, documents })),
  }
}

/** A collection in the words of any campaign: a page is a slot, a node's lease a reservation. [POO-12] */
export async function collectionAsCampaign(ctx: Ctx, campaign: Campaign): Promise<z.infer<typeof progress>> {
  const { poolId, id: campaignId, price, committed } = campaign
  const { pages, documents, again, contributions, ...found } = await progressOf(ctx, { poolId, campaignId })
  const { waiting = 0, queued = 0, leased = 0, done = 0 } = pages
  const { confirmed = 0, trusted = 0, failed = 0, withdrawn = 0, 'no-evidence': unseen = 0 } = contributions
  const cost = documents === null ? null : await costOf(ctx, { pay: price, documents })
  const named = found.seeds > 0 || Object.keys(pages).length > 0
  const accepted = confirmed + unseen + trusted
  const paidFor = price === 0n ? queued + leased + done : Number((committed + price - 1n) / price)
  const wanted = cost
    ? Math.max(cost.documents + cost.looks + cost.canaries, paidFor + again)
    : paidFor + waiting
  return {
    campaignId,
    status: campaign.status,
    settled: campaign.settledAt !== null,
    tasks: documents ?? waiting + queued + leased + done,
    goldTasks: 0,
    slots: queued + leased + done,
    wantedSlots: named ? wanted : 0,
    openSlots: queued,
    reserved: leased,
    submitted: done,
    judged: accepted + failed + withdrawn,
    accepted,
    rejected: failed + withdrawn,
    appealable: 0,
    results: found.items,
    labelers: found.people,
    funded: String(await fundedOf(ctx, poolId, campaignId)),
    committed: String(committed),
    spent: String(found.final + found.pending),
    held: '0',
    meanConfidencePpm: null,
    alphaPpm: null,
    adaptive: null,
    perMinute: new Array<number>(60).fill(0),
    distribution: {},
    confidenceBins: [],
    textErrors: null,
  }
}
