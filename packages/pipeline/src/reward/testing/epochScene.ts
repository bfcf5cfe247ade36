import type { BlobStore, Ctx } from '@rowright/db'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { expect } from 'vitest'
import { refit } from '../../consensus/index.ts'
import { record } from '../../license/index.ts'
import type { Pool } from '../../pool/index.ts'
import { judge } from '../../settlement/index.ts'
import { type EpochManifest, epochs, recompute } from '../index.ts'

export const ADA = `0x${'ad'.repeat(20)}` as const
export const BO = `0x${'b0'.repeat(20)}` as const
export const CHEN = `0x${'ce'.repeat(20)}` as const
export const deployed = {
  chainId: 31_337,
  rewards: `0x${'11'.repeat(20)}`,
  token: `0x${'22'.repeat(20)}`,
} as const

export interface Scene {
  pool: Pool
  labelers: TestPerson[]
  requester: TestPerson
}

/** Labelers with these addresses who each answered `items` at 100 apiece, judged and resolved. */
export async function worked(ctx: Ctx, addresses: (string | undefined)[], items = 4): Promise<Scene> {
  const requester = await newPerson(ctx, 'requester')
  const pool = await newPool(ctx, requester)
  const labelers: TestPerson[] = []
  for (const address of addresses) {
    const person = await newPerson(ctx, 'labeler', address)
    await giveConsent(ctx, pool, person)
    labelers.push(person)
  }
  await work(ctx, { pool, labelers, requester }, items)
  return { pool, labelers, requester }
}

let uploads = 0
export async function work(ctx: Ctx, { pool, labelers }: Scene, count: number): Promise<void> {
  const upload = uploads++
  const items = Array.from({ length: count }, (_, i) => `item-${upload}-${i}`)
  const campaign = await newCampaign(ctx, pool, { items, overlap: labelers.length })
  for (const one of labelers) await answerAll(ctx, campaign, one, () => 'yes')
  const at = { poolId: pool.id, campaignId: campaign.id }
  await judge(ctx, at)
  await refit(ctx, at)
}

let sales = 0
export const buy = (ctx: Ctx, pool: Pool, contributors: bigint) => {
  const licenseId = String(++sales)
  return record(ctx, {
    poolId: pool.id,
    licenseId,
    offerId: '1',
    licensee: CHEN,
    payer: CHEN,
    price: contributors,
    treasury: 0n,
    contributors,
    expiresAt: new Date(ctx.now().getTime() + 86_400_000),
    boughtAt: ctx.now(),
    transaction: `0x${licenseId.padStart(64, '0')}`,
    logIndex: 0,
    blockNumber: sales,
  }).then(() => licenseId)
}

/** The tables an epoch is about: each test starts with empty ones. */
export const TABLES = `person, device, payout_method, pool, campaign, campaign_funding, consent, item, task, assignment,
    annotation, draft, assignment_list, standing, verdict, gold, refit, result, skill, release, release_row, release_weight, release_source, license, offer,
    transfer, balance, epoch, epoch_line, carry, entitlement, leaf, claim, cash_out, distribution, keep, correction, source_share`

/** Every epoch follows from its manifest and the one before. @returns the manifests, oldest first. */
export async function checkedManifests(ctx: Ctx, blobs: BlobStore): Promise<EpochManifest[]> {
  const manifests: EpochManifest[] = []
  for (const row of (await epochs(ctx)).reverse()) {
    const text = Buffer.from(await blobs.get(row.manifestSha256)).toString('utf8')
    const manifest = JSON.parse(text) as EpochManifest
    expect(await recompute(manifest, manifests.at(-1) ?? null)).toEqual([])
    expect([manifest.root, manifest.declared]).toEqual([row.root, String(row.declared)])
    manifests.push(manifest)
  }
  return manifests
}
