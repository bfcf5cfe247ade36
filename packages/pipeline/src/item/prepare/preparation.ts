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

/** Prepares a document by its collection's recipe, and counts what each rule did. [ITM-11..ITM-13] */
export async function prepareDocument(
  ctx: Ctx,
  of: Of,
  payload: Record<string, unknown>,
): Promise<Prepared & { recipe: string }> {
  const recipe = await recipeOf(ctx, of)
  const prepared = prepare(payload, recipe)
  await count(ctx, of, prepared.steps)
  return { ...prepared, recipe: recipeSha256(recipe) }
}

/** Counts a prepared document as one that the pool has already, or has not. [ITM-13] */
export const countDuplicate = (ctx: Ctx, of: Of, isOne: boolean): Promise<void> =>
  count(ctx, of, [{ rule: 'duplicates', did: isOne ? 'dropped' : 'nothing' }])

async function count(ctx: Ctx, { poolId, collectionId }: Of, steps: readonly Step[]): Promise<void> {
  // By name, so that two transactions lock the rows in one order.
  const sorted = [...steps].sort((a, b) => (a.rule < b.rule ? -1 : 1))
  const did = (what: Step['did']) => sql.param(sorted.map((step) => (step.did === what ? 1 : 0)))
  await ctx.tx.execute(sql`
    insert into preparation_rule (pool_id, collection_id, rule, came, changed, dropped)
    select ${poolId}, ${collectionId}, rule, 1, changed, dropped from unnest(${sql.param(sorted.map((step) => step.rule))}::text[],
      ${did('changed')}::int[], ${did('dropped')}::int[]) as s(rule, changed, dropped)
    on conflict (pool_id, collection_id, rule) do update set came = preparation_rule.came + 1,
      changed = preparation_rule.changed + excluded.changed, dropped = preparation_rule.dropped + excluded.dropped`)
}
