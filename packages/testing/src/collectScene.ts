import type { Ctx } from '@rowright/db'
import {
  addUrls,
  draftCollect,
  makeNodeCode,
  type Node,
  pairNode,
  startCollection,
} from '@rowright/pipeline/collect'
import { recordFunding } from '@rowright/pipeline/pool'
import { newPerson } from './factories.ts'

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

/** A new person's node, with a key that signs nothing. */
export async function newNode(ctx: Ctx, name: string): Promise<Node> {
  const person = await newPerson(ctx, name)
  const { code } = await makeNodeCode(ctx, person.id)
  const publicKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  return pairNode(ctx, { code, publicKey, name, client: 'test/1' })
}
