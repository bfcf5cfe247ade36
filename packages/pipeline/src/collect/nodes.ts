import type { Ctx } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { badCode, keyIsPaired, notPaired } from './errors.ts'
import { node, nodeCode } from './node.sql.ts'

export type Node = typeof node.$inferSelect

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_MINUTES = 10

const hashOf = (code: string) => sha256Hex(`rowright.node-code.v1:${code}`)

/** A code that pairs one node with the person within ten minutes: eight of 32 letters, 40 bits. [CLT-20] */
export async function makeNodeCode(ctx: Ctx, personId: string): Promise<{ code: string; expiresAt: Date }> {
  const drawn = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => LETTERS[byte % 32]!).join('')
  const code = `${drawn.slice(0, 4)}-${drawn.slice(4)}`
  const expiresAt = new Date(ctx.now().getTime() + CODE_MINUTES * 60_000)
  await ctx.tx.insert(nodeCode).values({ hash: hashOf(code), personId, expiresAt })
  return { code, expiresAt }
}

const hashOfKey = (publicKey: string) => sha256Hex(`rowright.node-key.v1:${publicKey}`)

/**
 * The signed-in page says that a key is the person's: within ten minutes it pairs without a code, and nobody else's
 * word for it counts meanwhile. [CLT-20] @throws `collect/key-is-paired`.
 */
export async function approveNodeKey(
  ctx: Ctx,
  personId: string,
  publicKey: string,
): Promise<{ expiresAt: Date }> {
  const [paired] = await ctx.tx.select().from(node).where(eq(node.publicKey, publicKey))
  if (paired && paired.personId !== personId) throw keyIsPaired()
  const expiresAt = new Date(ctx.now().getTime() + CODE_MINUTES * 60_000)
  const [mine] = await ctx.tx
    .insert(nodeCode)
    .values({ hash: hashOfKey(publicKey), personId, expiresAt })
    .onConflictDoUpdate({
      target: nodeCode.hash,
      set: { personId, expiresAt },
      setWhere: or(eq(nodeCode.personId, personId), lt(nodeCode.expiresAt, ctx.now())),
    })
    .returning()
  if (!mine) throw keyIsPaired()
  return { expiresAt }
}

/**
 * Pairs a key by a code, or without one by the account's word for this key; the same call again gives the same node.
 * [CLT-20] @throws `collect/bad-code`, `collect/key-is-paired`.
 */
export async function pairNode(
  ctx: Ctx,
  input: { code?: string | undefined; publicKey: string; name: string; client: string },
): Promise<Node> {
  const { code, publicKey, name, client } = input
  const hash = code === undefined ? hashOfKey(publicKey) : hashOf(code)
  const [known] = await ctx.tx.select().from(nodeCode).where(eq(nodeCode.hash, hash)).for('update')
  if (!known || (known.usedBy !== null && known.usedBy !== publicKey)) throw badCode()
  if (known.usedBy === null && known.expiresAt < ctx.now()) throw badCode()
  await ctx.tx
    .insert(node)
    .values({ personId: known.personId, publicKey, name, client })
    .onConflictDoNothing()
  const paired = await nodeOfKey(ctx, publicKey)
  if (paired.personId !== known.personId) throw keyIsPaired()
  await ctx.tx
    .update(nodeCode)
    .set({ usedBy: publicKey })
    .where(and(eq(nodeCode.hash, hash), isNull(nodeCode.usedBy)))
  return paired
}

/** A person's nodes, the newest first. */
export const nodesOf = (ctx: Ctx, personId: string): Promise<Node[]> =>
  ctx.tx.select().from(node).where(eq(node.personId, personId)).orderBy(desc(node.pairedAt))

/** @throws RowrightError `collect/not-paired`. */
export async function nodeOfKey(ctx: Ctx, publicKey: string): Promise<Node> {
  const [found] = await ctx.tx.select().from(node).where(eq(node.publicKey, publicKey))
  if (!found) throw notPaired()
  return found
}

export async function clusterOf(ctx: Ctx, personId: string): Promise<string> {
  const { rows } = await ctx.tx.execute<{ cluster_id: string }>(
    sql`select cluster_id from person where id = ${personId}`,
  )
  return rows[0]!.cluster_id
}
