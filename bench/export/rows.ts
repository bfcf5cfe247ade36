import type { Database } from '@rowright/db'
import { withTx } from '@rowright/db'
import type { Pool } from '@rowright/pipeline/pool'
import { draftCampaign } from '@rowright/pipeline/pool'
import { giveConsent, newPerson, newPool, type TestPerson } from '@rowright/testing/factories'

const SYSTEM = { kind: 'system', name: 'bench' } as const
const LABELERS = 5

export interface Filled {
  pool: Pool
  people: (TestPerson & { consentId: string })[]
}

/** A pool with `rows` items of 464 bytes on average, each answered once and resolved; made by the database itself. */
export async function fillPool(database: Database, owner: string, rows: number): Promise<Filled> {
  return withTx(database, SYSTEM, async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada', owner))
    const people: Filled['people'] = []
    for (let i = 0; i < LABELERS; i++) {
      const person = await newPerson(ctx, `labeler ${i}`)
      people.push({ ...person, consentId: await giveConsent(ctx, pool, person) })
    }
    const campaign = await draftCampaign(ctx, {
      poolId: pool.id,
      name: 'is it about the weather?',
      guidelines: '',
      labels: ['yes', 'no'].map((value) => ({ value, label: value })),
      price: 100n,
      stake: 0n,
      overlap: 1,
      goldRatePpm: 0,
      assignment: 'open',
      leaseSeconds: 600,
      holdSeconds: null,
      method: 'majority',
    })
    const ids = people.map(({ id }) => `'${id}'::uuid`).join(', ')
    const at = `'${pool.id}'::uuid`
    await ctx.tx.execute(`
      create temporary table made on commit drop as
      select n, gen_random_uuid() as item_id, gen_random_uuid() as task_id, gen_random_uuid() as assignment_id,
        (array[${ids}])[1 + n % ${LABELERS}] as person_id, case when n % 3 = 0 then 'no' else 'yes' end as value,
        jsonb_build_object('text', repeat(md5(n::text) || ' ', 8 + n % 12), 'language', case when n % 4 = 0 then 'zh-Hant' else 'en' end) as payload
      from generate_series(1, ${rows}) n`)
    await ctx.tx.execute(`
      insert into item (pool_id, id, sha256, external_id, payload, provenance, giver_id)
      select ${at}, item_id, encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), 'item ' || lpad(n::text, 9, '0'), payload,
        '{"kind":"upload"}', '${pool.requesterId}' from made`)
    await ctx.tx.execute(`
      insert into task (pool_id, id, campaign_id, item_id, track, slots, open_slots, shuffle)
      select ${at}, task_id, '${campaign.id}', item_id, 'work', 1, 0, 0 from made`)
    await ctx.tx.execute(`
      insert into annotation (pool_id, assignment_id, campaign_id, task_id, person_id, slot, value)
      select ${at}, assignment_id, '${campaign.id}', task_id, person_id, 0, value from made`)
    await ctx.tx.execute(`
      insert into result (pool_id, task_id, round, campaign_id, refit_id, value, confidence_ppm, posterior_ppm, votes, method, version, annotations)
      select ${at}, task_id, 1, '${campaign.id}', gen_random_uuid(), value, 700000 + (n::bigint * 7919 % 300000)::int, '{}',
        jsonb_build_object(value, 1), 'majority', 'majority/1', jsonb_build_array(assignment_id) from made`)
    for (const { id } of people)
      await ctx.tx.execute(
        `insert into standing (pool_id, campaign_id, person_id) values (${at}, '${campaign.id}', '${id}')`,
      )
    await ctx.tx.execute('analyze item, task, annotation, result')
    return { pool, people }
  })
}
