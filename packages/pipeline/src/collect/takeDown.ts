import type { Ctx } from '@rowright/db'
import { desc, eq, sql } from 'drizzle-orm'
import { answerFlag, raiseFlag } from '../people/index.ts'
import { pageOf } from './collection.ts'
import { invalidTakeDown, manyTakeDowns, takeDownDecided, unknownTakeDown } from './errors.ts'
import { takeDown } from './frontier.sql.ts'
import { purgeSource } from './purgeSource.ts'

/** Requests about one host that a steward has not looked at. */
const MOST_WAITING = 20

export type TakeDown = typeof takeDown.$inferSelect

export interface NewTakeDown {
  /** A host name, or an address on it: the whole host with what is below it. Absent: single pages. */
  host?: string
  /** Addresses of pages, all on one host. */
  urls?: readonly string[]
  asks: 'host' | 'author'
  /** How the steward reaches who asks; shown to stewards only. */
  contact: string
  statement: string
}

/** Takes a request that a host or pages go, and flags it for the stewards. [CLT-34] @throws `collect/invalid-take-down`, `collect/many-take-downs`. */
export async function askTakeDown(ctx: Ctx, input: NewTakeDown): Promise<TakeDown> {
  const { asks, contact, statement } = input
  const target = targetOf(input)
  const { rows } = await ctx.tx.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from take_down where decision is null and host = ${target.host}`,
  )
  if (rows[0]!.waiting >= MOST_WAITING) throw manyTakeDowns(target.host)
  const [made] = await ctx.tx
    .insert(takeDown)
    .values({ ...target, asks, contact, statement, askedAt: ctx.now() })
    .returning()
  const { host, urls, scope } = target
  await raiseFlag(ctx, {
    kind: 'take-down',
    subject: host,
    evidence: { request: made!.id, scope, asks, ...(urls.length > 0 ? { pages: urls.length } : {}) },
  })
  return made!
}

function targetOf({ host, urls = [] }: NewTakeDown): Pick<TakeDown, 'scope' | 'host' | 'urls'> {
  if (host !== undefined) {
    const name = URL.parse(/^https?:/i.test(host) ? host : `https://${host}`)?.hostname ?? ''
    if (!/^[^.]+(\.[^.]+)+$/.test(name)) throw invalidTakeDown('host', `"${host}" is no name of a host.`)
    return { scope: 'host', host: name, urls: [] }
  }
  const pages = urls.map((text, at) => {
    const page = pageOf(text)
    if (!page) throw invalidTakeDown(`urls.${at}`, `"${text}" is no address of a page.`)
    return page
  })
  const first = pages[0]
  if (!first) throw invalidTakeDown('urls', 'Name a host or at least one page.')
  const stray = pages.findIndex((page) => page.hostname !== first.hostname)
  if (stray > 0) throw invalidTakeDown(`urls.${stray}`, 'Ask for one host at a time.')
  return { scope: 'pages', host: first.hostname, urls: pages.map((page) => page.href) }
}

/** A request by its number, which only who asked and the stewards know. @throws `collect/unknown-take-down`. */
export async function getTakeDown(ctx: Ctx, id: string): Promise<TakeDown> {
  const [row] = await ctx.tx.select().from(takeDown).where(eq(takeDown.id, id))
  if (!row) throw unknownTakeDown()
  return row
}

const MOST_LISTED = 200

/** Requests of all hosts, those without a decision first, then the newest. */
export async function takeDowns(ctx: Ctx): Promise<TakeDown[]> {
  return ctx.tx
    .select()
    .from(takeDown)
    .orderBy(sql`decision is not null`, desc(takeDown.askedAt))
    .limit(MOST_LISTED)
}

/**
 * Decides a request; accepted, everything of it is purged. [CLT-34, CLT-35] @returns contributions that were purged.
 * @throws `collect/unknown-take-down`, `collect/take-down-decided`.
 */
export async function decideTakeDown(
  ctx: Ctx,
  input: { id: string; by: string; accepted: boolean; answer: string },
): Promise<number> {
  await ctx.tx.execute(sql`select 1 from take_down where id = ${input.id} for update`)
  const row = await getTakeDown(ctx, input.id)
  if (row.decision !== null) throw takeDownDecided(row.decision)
  const purged = input.accepted ? await purgeSource(ctx, row, input.by) : 0
  await ctx.tx
    .update(takeDown)
    .set({
      decision: input.accepted ? 'accepted' : 'refused',
      decidedBy: input.by,
      decidedAt: ctx.now(),
      answer: input.answer,
      purged,
    })
    .where(eq(takeDown.id, input.id))
  const { rows } = await ctx.tx.execute(
    sql`select 1 from take_down where host = ${row.host} and decision is null limit 1`,
  )
  if (rows.length === 0)
    await answerFlag(ctx, { actor: input.by, kind: 'take-down', subject: row.host, note: input.answer })
  return purged
}
