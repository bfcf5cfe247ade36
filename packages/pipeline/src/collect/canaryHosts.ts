import type { Ctx } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'

/** Names of all hosts that serve canaries. */
export async function canaryHosts(ctx: Ctx): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ name: string }>(sql`select name from canary_host order by name`)
  return rows.map(({ name }) => name)
}

/** Of those that a campaign does not have there are so many times more. */
const OTHERS = 3

/**
 * Hosts of canaries that stand among a campaign's own: a quarter of all, always the same ones, drawn for it alone, so that
 * what two campaigns have in common is no list of them. [CLT-61]
 */
export const canariesOf = (campaignId: string, all: readonly string[]): string[] => {
  const draw = (name: string) => sha256Hex(`rowright.canary-host.v1:${campaignId}:${name}`)
  return all
    .map((name) => ({ name, drawn: draw(name) }))
    .sort((a, b) => (a.drawn < b.drawn ? -1 : 1))
    .slice(0, Math.ceil(all.length / (OTHERS + 1)))
    .map(({ name }) => name)
}

/** Hosts in an order that does not tell which are whose. */
export const among = (hosts: readonly string[], canaries: readonly string[]): string[] =>
  canaries.length === 0 ? [...hosts] : [...new Set([...hosts, ...canaries])].sort()
