import { type Ctx, containing } from '@rowright/db'
import { PURPOSES } from '@rowright/protocol'
import { type SQL, sql } from 'drizzle-orm'

export interface CatalogFilter {
  /** Every word of it is in the pool's name or description, or in the name of one of its campaigns. */
  q?: string | undefined
  /** An open offer is for it. */
  purpose?: (typeof PURPOSES)[number] | undefined
  /** A campaign of it asks this kind of question. */
  taskType?: string | undefined
}

/** The condition that a filter puts on `pool`. */
export function matching({ q, purpose, taskType }: CatalogFilter): SQL {
  const words = (q ?? '').split(/\s+/).filter(Boolean).slice(0, 10)
  const tests = words.map(
    (
      word,
    ) => sql`(pool.name ilike ${containing(word)} or pool.description ilike ${containing(word)} or exists (
      select 1 from campaign c where c.pool_id = pool.id and c.name ilike ${containing(word)}))`,
  )
  if (purpose) tests.push(offered(PURPOSES.indexOf(purpose)))
  if (taskType)
    tests.push(sql`exists (select 1 from campaign c where c.pool_id = pool.id and c.task_type = ${taskType})`)
  return tests.length === 0 ? sql`true` : sql.join(tests, sql` and `)
}

const offered = (bit: number) => sql`exists (
  select 1 from offer o where o.pool_id = pool.id and o.closed_at_block is null and o.orphaned_at is null
    and (o.purpose_mask & ${1 << bit}) <> 0)`

export interface Facets {
  purposes: { purpose: (typeof PURPOSES)[number]; pools: number }[]
  taskTypes: { taskType: string; pools: number }[]
}

/** How many pools of the catalog that have the words are on offer for each purpose, and ask each kind of question. */
export async function facetsOf(ctx: Ctx, { q }: CatalogFilter): Promise<Facets> {
  const counts = PURPOSES.map(
    (_, bit) => sql`count(*) filter (where ${offered(bit)})::int as ${sql.raw(`p${bit}`)}`,
  )
  const { rows } = await ctx.tx.execute<Record<string, number>>(
    sql`select ${sql.join(counts, sql`, `)} from pool where chain_pool_id is not null and ${matching({ q })}`,
  )
  const { rows: types } = await ctx.tx.execute<{ task_type: string; pools: number }>(sql`
    select c.task_type, count(distinct pool.id)::int as pools from pool join campaign c on c.pool_id = pool.id
    where chain_pool_id is not null and ${matching({ q })} group by c.task_type order by pools desc, c.task_type`)
  return {
    purposes: PURPOSES.map((purpose, bit) => ({ purpose, pools: rows[0]![`p${bit}`]! })),
    taskTypes: types.map(({ task_type: taskType, pools }) => ({ taskType, pools })),
  }
}
