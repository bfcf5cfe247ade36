import type { BlobStore, Ctx } from '@rowright/db'
import {
  addUrls,
  ask,
  commit,
  draftCollect,
  type Handed,
  makeNodeCode,
  type Node,
  nextLook,
  pairNode,
  reveal,
  startCollection,
  tellLook,
} from '@rowright/pipeline/collect'
import { getPool, recordFunding } from '@rowright/pipeline/pool'
import { commitmentOf, sha256Hex } from '@rowright/protocol'
import { collectResult } from './collectResult.ts'
import { giveConsent, newPerson, type TestPerson } from './factories.ts'
import type { TestDatabase } from './testDatabase.ts'

/** What a page pays in tests. */
export const PAGE_PAY = 1_000n

/** An open campaign that fetches these pages, funded for ten thousand. */
export async function newCollection(
  ctx: Ctx,
  poolId: string,
  hosts: readonly string[],
  urls: readonly string[],
): Promise<{ poolId: string; campaignId: string }> {
  const { id: campaignId } = await draftCollect(ctx, {
    poolId,
    name: 'pages',
    guidelines: '',
    pay: PAGE_PAY,
    hosts: hosts.map((name) => ({ name })),
    anyPublicSite: false,
    tags: [],
  })
  const at = { poolId, campaignId }
  const money = { transaction: campaignId, logIndex: 0, blockNumber: 1, funder: `0x${'f'.repeat(40)}` }
  await recordFunding(ctx, { ...at, ...money, amount: PAGE_PAY * 10_000n })
  await startCollection(ctx, poolId, campaignId)
  await addUrls(ctx, { ...at, foundBy: 'seed', urls })
  return at
}

/** A new person's node, with a key that signs nothing; the person agrees to every pool that there is. */
export async function newNode(ctx: Ctx, name: string): Promise<Node> {
  const person = await newPerson(ctx, name)
  await agreeToAll(ctx, person)
  const { code } = await makeNodeCode(ctx, person.id)
  const publicKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  return pairNode(ctx, { code, publicKey, name, client: 'test/1' })
}

/** The person's consent for every pool that there is: what their nodes bring may be released. [CLT-37] */
export async function agreeToAll(ctx: Ctx, person: TestPerson): Promise<void> {
  const { rows } = await ctx.tx.execute<{ id: string }>('select id from pool order by id')
  for (const { id } of rows) await giveConsent(ctx, await getPool(ctx, id), person)
}

/** What everybody sees at an address: words that only this page has, in a text that passes the usual filters. */
export const pageText = (url: string) => {
  const page = `p${sha256Hex(url).slice(0, 4)}x`
  return `${Array.from({ length: 60 }, (_, at) => `${page}${at}`).join(' ')}.`
}

type Leased = Handed['leases'][number]

/** A node asks for leases. */
export const askFor = (db: TestDatabase, node: Node, network: string, count = 1, campaignId?: string) =>
  db.tx((ctx) =>
    ask(ctx, {
      node,
      network,
      requestId: crypto.randomUUID(),
      count,
      ...(campaignId ? { campaignIds: [campaignId] } : {}),
    }),
  )

const SALT = '07'.repeat(32)

/** Commits and reveals what the node says it saw. @returns 1. */
export async function bring(
  db: TestDatabase,
  blobs: BlobStore,
  node: Node,
  row: Leased,
  text = pageText(row.url),
): Promise<number> {
  const result = collectResult({ ...row, seenAt: row.notBefore.toISOString() }, text)
  await db.tx((ctx) => commit(ctx, { node, leaseId: row.id, commitment: commitmentOf(SALT, result) }))
  await db.tx((ctx) => reveal(ctx, blobs, { node, leaseId: row.id, salt: SALT, result }))
  return 1
}

/** The platform looks at all that it is asked to, as its hosts allow. @returns how many looks. */
export async function lookAll(
  db: TestDatabase,
  see: (url: string) => string | null = pageText,
): Promise<number> {
  for (let looks = 0; ; ) {
    const wanted = await db.tx((ctx) => nextLook(ctx))
    if (wanted) {
      const text = see(wanted.url)
      await db.tx((ctx) => tellLook(ctx, wanted, text === null ? { text, busy: false } : { text }))
      looks++
      continue
    }
    const { rows } = await db.pool.query('select bool_or(by = $1) as platform from look where at is null', [
      'platform',
    ])
    if (rows[0].platform === null) return looks
    // What no witness comes for is the platform's after ten minutes.
    db.clock.ahead += rows[0].platform ? 5 : 600
  }
}
