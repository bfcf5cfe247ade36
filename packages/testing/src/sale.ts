import type { BlobStore, Ctx } from '@rowright/db'
import { refit } from '@rowright/pipeline/consensus'
import { record, recordOffer } from '@rowright/pipeline/license'
import type { Pool } from '@rowright/pipeline/pool'
import { publish, type Release } from '@rowright/pipeline/release'
import { answerAll, giveConsent, newCampaign, newPerson, newPool, type TestPerson } from './factories.ts'

export interface Sale {
  pool: Pool
  release: Release
  people: (TestPerson & { consentId: string })[]
  buyer: TestPerson
  licenseId: string
}

let numbers = 0
/** A number that no other offer or license of this run has. */
export const fresh = () => String(++numbers)

/**
 * A pool whose labelers answered every item, its first release, and a buyer with a license for an hour.
 * @param of.purposes what each labeler allows; all purposes of the terms when absent.
 */
export async function newSale(
  ctx: Ctx,
  blobs: BlobStore,
  of: {
    items: string[]
    labelers: number
    purposes?: ('research' | 'model-training')[][]
    /** Classes and names each labeler allows or denies, when not those of the terms. */
    classes?: Pool['terms']['licenseeClasses'][]
    named?: { allowed?: string[]; denied?: string[] }[]
    /** The buyer's address; a random one when absent. */
    address?: string
    purposeMask?: number
  },
): Promise<Sale> {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const people: Sale['people'] = []
  for (let i = 0; i < of.labelers; i++) {
    const person = await newPerson(ctx, `labeler ${i}`)
    const { purposes, licenseeClasses } = pool.terms
    const terms = {
      ...pool.terms,
      purposes: of.purposes?.[i] ?? purposes,
      licenseeClasses: of.classes?.[i] ?? licenseeClasses,
    }
    const consentId = await giveConsent(ctx, { ...pool, terms }, person, of.named?.[i])
    people.push({ ...person, consentId })
  }
  const campaign = await newCampaign(ctx, pool, { items: of.items, overlap: of.labelers, method: 'majority' })
  for (const [i, person] of people.entries())
    await answerAll(ctx, campaign, person, () => (i === 0 ? 'no' : 'yes'))
  await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
  const release = await publish(ctx, blobs, { poolId: pool.id })
  const address = of.address ?? `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(20))).toString('hex')}`
  const buyer = await newPerson(ctx, 'dora', address)
  const licenseId = await sell(ctx, pool.id, address, of.purposeMask ?? 1)
  return { pool, release, people, buyer, licenseId }
}

/** An offer for anyone, and a license of it for an hour, as if the chain had shown them. */
export async function sell(ctx: Ctx, poolId: string, address: string, purposeMask: number): Promise<string> {
  const [offerId, licenseId] = [fresh(), fresh()]
  const of = { poolId, offerId, blockNumber: 1 }
  const terms = {
    price: 10n,
    durationSeconds: 3_600,
    purposeMask,
    licenseeClass: 0,
    termsHash: '0'.repeat(64),
    treasuryBps: 0,
    sourceBps: 0,
  }
  await recordOffer(ctx, { ...of, ...terms })
  await record(ctx, {
    ...of,
    licenseId,
    licensee: address,
    payer: address,
    price: 10n,
    treasury: 0n,
    contributors: 10n,
    boughtAt: ctx.now(),
    expiresAt: new Date(ctx.now().getTime() + 3_600_000),
    transaction: `0x${licenseId.padStart(64, '0')}`,
    logIndex: 0,
  })
  return licenseId
}
