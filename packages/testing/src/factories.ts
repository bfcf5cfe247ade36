import type { webcrypto } from 'node:crypto'
import type { Ctx } from '@rowright/db'
import { markGold } from '@rowright/pipeline/consensus'
import { grant, keepTerms } from '@rowright/pipeline/consent'
import { admit } from '@rowright/pipeline/item'
import {
  addTasks,
  countWantedSlots,
  openSlots,
  reserve,
  setAssignmentList,
  submit,
} from '@rowright/pipeline/labeling'
import { attachPayout, join, registerDevice } from '@rowright/pipeline/people'
import {
  type Campaign,
  draftCampaign,
  getCampaign,
  type NewCampaign,
  open,
  type Pool,
  recordFunding,
  setStatus,
} from '@rowright/pipeline/pool'
import { type ConsentTerms, consentMessage, revocationLock } from '@rowright/protocol'
import { bytesToHex } from 'viem'

/** A person with a signing key, as a browser makes one. */
export interface TestPerson {
  id: string
  publicKey: string
  sign(message: Uint8Array<ArrayBuffer>): Promise<string>
}

const TERMS: ConsentTerms = {
  purposes: ['research', 'model-training', 'model-evaluation'],
  licenseeClasses: ['anyone', 'academic', 'commercial'],
  months: 24,
  note: '',
}

/** A new person with a registered device, and an address when one is given. */
export async function newPerson(ctx: Ctx, name: string, address?: string): Promise<TestPerson> {
  const id = await join(ctx, { name })
  const keys = (await crypto.subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', keys.publicKey)).toString('base64url')
  const sign = async (message: Uint8Array<ArrayBuffer>) =>
    Buffer.from(await crypto.subtle.sign('Ed25519', keys.privateKey, message)).toString('base64url')
  const proof = await sign(new TextEncoder().encode(`rowright.device.v1:${id}`))
  await registerDevice(ctx, { personId: id, publicKey, proof })
  if (address) await attachPayout(ctx, { personId: id, address })
  return { id, publicKey, sign }
}

/** A person's signed consent to everything the pool's terms ask for, and to whom they name. @returns its id. */
export async function giveConsent(
  ctx: Ctx,
  pool: Pool,
  person: TestPerson,
  licensees: { allowed?: string[]; denied?: string[] } = {},
): Promise<string> {
  const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const body = {
    kind: 'rowright.consent.v2' as const,
    licensees: { allowed: [], denied: [], ...licensees },
    poolId: pool.id,
    publicKey: person.publicKey,
    termsHash: pool.termsHash,
    purposes: pool.terms.purposes,
    licenseeClasses: pool.terms.licenseeClasses,
    revocationLock: revocationLock(secret),
    grantedAt: ctx.now().toISOString(),
    expiresAt: new Date(ctx.now().getTime() + 300 * 86_400_000).toISOString(),
    language: 'en' as const,
  }
  const signature = await person.sign(consentMessage(body))
  return (await grant(ctx, { poolId: pool.id, personId: person.id, body, signature, secret })).id
}

/** The consent of somebody who signed in by the API, signed with a new device of theirs. */
export async function consentFor(ctx: Ctx, pool: Pool, personId: string): Promise<string> {
  const keys = await newPerson(ctx, 'keys')
  await ctx.tx.execute(`update device set person_id = '${personId}' where person_id = '${keys.id}'`)
  return giveConsent(ctx, pool, { ...keys, id: personId })
}

/** A pool of a requester. */
export async function newPool(ctx: Ctx, requester: TestPerson, name = 'digits'): Promise<Pool> {
  const pool = await open(ctx, {
    requesterId: requester.id,
    name,
    description: '',
    treasuryBps: 0,
    terms: TERMS,
  })
  await keepTerms(ctx, pool.termsHash, TERMS)
  return pool
}

export interface NewTestCampaign {
  /** External ids; each payload says its own. */
  items: string[]
  labels?: string[]
  price?: bigint
  stake?: bigint
  overlap?: number
  holdSeconds?: number | null
  /** Checks of a window and wrong ones at which it fails; without, no windows. */
  window?: { checks: number; failAt: number }
  method?: 'ds' | 'majority'
  /** Items that are gold, with their answers still to be marked. */
  gold?: string[]
  /** Payload of an item beside its id. */
  payload?: (id: string) => Record<string, unknown>
  /** Anything else of the draft. */
  more?: Partial<NewCampaign>
  /** External ids by labeler: makes it a list campaign. */
  list?: Map<TestPerson, string[]>
}

/** An open campaign, funded for all its slots. */
export async function newCampaign(
  ctx: Ctx,
  pool: Pool,
  wanted: NewTestCampaign,
): Promise<Campaign & { taskOf: Map<string, string> }> {
  const draft = await draftCampaign(ctx, {
    poolId: pool.id,
    name: 'which digit is this?',
    guidelines: '',
    labels: (wanted.labels ?? ['yes', 'no']).map((value) => ({ value, label: value })),
    price: wanted.price ?? 100n,
    stake: wanted.stake ?? 0n,
    overlap: wanted.overlap ?? 3,
    goldRatePpm: 0,
    assignment: wanted.list ? 'list' : 'open',
    leaseSeconds: 600,
    holdSeconds: wanted.holdSeconds === undefined ? 60 : wanted.holdSeconds,
    windowChecks: wanted.window?.checks ?? null,
    windowFailAt: wanted.window?.failAt ?? null,
    method: wanted.method ?? 'ds',
    ...wanted.more,
  })
  const at = { poolId: pool.id, campaignId: draft.id }
  const rows = wanted.items.map((id, i) => ({
    externalId: id,
    payload: { id, ...wanted.payload?.(id) },
    line: i + 1,
  }))
  const itemIds = await admit(ctx, noBlobs, {
    poolId: pool.id,
    giverId: pool.requesterId,
    provenance: { kind: 'upload' },
    rows,
  })
  const tasks = itemIds.map((itemId, i) => ({
    itemId,
    externalId: wanted.items[i]!,
    track: wanted.gold?.includes(wanted.items[i]!) ? ('gold' as const) : ('work' as const),
  }))
  const taskIds = await addTasks(ctx, { ...at, seed: 'test', tasks })
  if (wanted.list) {
    const entries = [...wanted.list].flatMap(([person, items]) =>
      items.map((item, i) => ({ labeler: person.id, item, line: i + 1 })),
    )
    await setAssignmentList(ctx, { ...at, entries })
  }
  const slots = wanted.list
    ? [...wanted.list.values()].reduce((sum, items) => sum + items.length, 0)
    : Math.max(wanted.items.length * draft.overlap, await countWantedSlots(ctx, draft))
  await recordFunding(ctx, {
    ...at,
    transaction: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    logIndex: 0,
    blockNumber: 1,
    funder: `0x${'f'.repeat(40)}`,
    amount: draft.price * BigInt(slots),
  })
  await setStatus(ctx, draft, 'open')
  await openSlots(ctx, draft)
  const taskOf = new Map(taskIds.map((id, i) => [wanted.items[i]!, id]))
  return { ...(await getCampaign(ctx, pool.id, draft.id)), taskOf }
}

/**
 * A campaign with windows of which these items have a known answer (in its stored form; default: "yes"). They are drawn like any other, so that tests
 * need no chance.
 */
export async function newCheckedCampaign(
  ctx: Ctx,
  pool: Pool,
  wanted: NewTestCampaign & { golds: string[]; known?: string },
) {
  const campaign = await newCampaign(ctx, pool, { window: { checks: 5, failAt: 4 }, ...wanted })
  const known = wanted.golds.map((id) => ({
    taskId: campaign.taskOf.get(id)!,
    answer: wanted.known ?? 'yes',
  }))
  await markGold(ctx, pool.id, known)
  return campaign
}

/** Reserves and answers until there is no task left, or `limit` are answered. @returns assignment ids by external id. */
export async function answerAll(
  ctx: Ctx,
  campaign: { poolId: string; id: string },
  person: TestPerson,
  answer: (externalId: string) => string,
  limit = Number.POSITIVE_INFINITY,
): Promise<Map<string, string>> {
  const answered = new Map<string, string>()
  const who = { poolId: campaign.poolId, campaignId: campaign.id, personId: person.id }
  while (answered.size < limit) {
    const { assignment, reason } = await reserve(ctx, who)
    if (!assignment) {
      if (reason !== 'no-task-left') throw new Error(`no assignment: ${reason}`)
      return answered
    }
    const externalId = (assignment.item.payload as { id: string }).id
    const sent = {
      poolId: campaign.poolId,
      assignmentId: assignment.id,
      personId: person.id,
      value: answer(externalId),
      elapsedMs: 900,
    }
    const { outcome } = await submit(ctx, sent)
    if (outcome !== 'taken') throw new Error(`submit: ${outcome}`)
    answered.set(externalId, assignment.id)
  }
  return answered
}

/** Test payloads are small: nothing goes to the blob store. */
const noBlobs = {
  put: () => Promise.reject(new Error('a test payload over 8 kB')),
  write: () => Promise.reject(new Error('a test payload over 8 kB')),
  get: () => Promise.reject(new Error('a test payload over 8 kB')),
  pour: () => Promise.reject(new Error('a test payload over 8 kB')),
  stream: (): never => {
    throw new Error('a test payload over 8 kB')
  },
  head: () => Promise.resolve(null),
  delete: () => Promise.resolve(),
}
