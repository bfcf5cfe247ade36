import type { Ctx } from '@rowright/db'
import { and, eq, sql } from 'drizzle-orm'
import { preparation, preparationRule } from '../item.sql.ts'
import { type Prepared, prepare, RULES, type Step } from './prepare.ts'
import { DEFAULT_RECIPE, type Recipe, recipeSha256 } from './recipe.ts'

interface Of {
  poolId: string
  /** The campaign that collects the documents. */
  collectionId: string
}

/** How many documents came to a rule, and what it did to them. */
export interface RuleCount {
  rule: string
  before: number
  changed: number
  after: number
}

export interface Preparation {
  recipe: Recipe
  sha256: string
  rules: RuleCount[]
}

/** Says how a collection's documents are prepared, before the first of them. [ITM-11] */
export async function setRecipe(ctx: Ctx, of: Of, recipe: Recipe): Promise<void> {
  await ctx.tx
    .insert(preparation)
    .values({ ...of, recipe, sha256: recipeSha256(recipe) })
    .onConflictDoNothing()
}

/** What each rule of a collection's recipe found so far, in its order. [ITM-13] */
export async function preparationOf(ctx: Ctx, of: Of): Promise<Preparation> {
  const recipe = await recipeOf(ctx, of)
  const rows = await ctx.tx
    .select()
    .from(preparationRule)
    .where(and(eq(preparationRule.poolId, of.poolId), eq(preparationRule.collectionId, of.collectionId)))
  const byRule = new Map(rows.map((row) => [row.rule, row]))
  const rules = RULES.map((rule) => {
    const { came = 0, changed = 0, dropped = 0 } = byRule.get(rule) ?? {}
    return { rule, before: came, changed, after: came - dropped }
  })
  return { recipe, sha256: recipeSha256(recipe), rules }
}

/** Recipes of a pool's collections, with their counts: what a manifest says of it. */
export async function preparationsOf(
  ctx: Ctx,
  poolId: string,
): Promise<({ collectionId: string } & Preparation)[]> {
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select distinct collection_id as id from preparation_rule where pool_id = ${poolId} order by 1`)
  const all: ({ collectionId: string } & Preparation)[] = []
  for (const { id } of rows)
    all.push({ collectionId: id, ...(await preparationOf(ctx, { poolId, collectionId: id })) })
  return all
}

async function recipeOf(ctx: Ctx, { poolId, collectionId }: Of): Promise<Recipe> {
  const [row] = await ctx.tx
    .select()
    .from(preparation)
    .where(and(eq(preparation.poolId, poolId), eq(preparation.collectionId, collectionId)))
  return (row?.recipe as Recipe | undefined) ?? DEFAULT_RECIPE
}

/** Prepares documents by their collection's recipe, and counts what each rule did. [ITM-11..ITM-13] */
export async function prepareDocuments(
  ctx: Ctx,
  of: Of,
  payloads: readonly Record<string, unknown>[],
): Promise<(Prepared & { recipe: string })[]> {
  if (payloads.length === 0) return []
  const recipe = await recipeOf(ctx, of)
  const name = recipeSha256(recipe)
  const prepared = payloads.map((payload) => ({ ...prepare(payload, recipe), recipe: name }))
  await count(
    ctx,
    of,
    prepared.flatMap(({ steps }) => steps),
  )
  return prepared
}

/** Counts prepared documents as ones that the pool has already, or has not. [ITM-13] */
export const countDuplicates = (ctx: Ctx, of: Of, are: { there: number; new: number }): Promise<void> =>
  count(ctx, of, [
    ...Array.from({ length: are.there }, () => ({ rule: 'duplicates', did: 'dropped' as const })),
    ...Array.from({ length: are.new }, () => ({ rule: 'duplicates', did: 'nothing' as const })),
  ])

async function count(ctx: Ctx, { poolId, collectionId }: Of, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return
  // By name, so that two transactions lock the rows in one order.
  const byRule = [...Map.groupBy(steps, (step) => step.rule)].sort(([a], [b]) => (a < b ? -1 : 1))
  const did = (what: Step['did']) =>
    sql.param(byRule.map(([, all]) => all.filter((step) => step.did === what).length))
  await ctx.tx.execute(sql`
    insert into preparation_rule (pool_id, collection_id, rule, came, changed, dropped)
    select ${poolId}, ${collectionId}, rule, came, changed, dropped from unnest(${sql.param(byRule.map(([rule]) => rule))}::text[],
      ${sql.param(byRule.map(([, all]) => all.length))}::int[], ${did('changed')}::int[], ${did('dropped')}::int[]) as s(rule, came, changed, dropped)
    on conflict (pool_id, collection_id, rule) do update set came = preparation_rule.came + excluded.came,
      changed = preparation_rule.changed + excluded.changed, dropped = preparation_rule.dropped + excluded.dropped`)
}
