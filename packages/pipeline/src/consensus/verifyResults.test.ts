import type { Ctx } from '@rowright/db'
import { taskType } from '@rowright/tasktype'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { getCampaign, setStatus } from '../pool/index.ts'
import { markGold, refit, storedRefits, verifyRefit } from './index.ts'

const database = testDatabase()
const itemsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => `item-${String(i).padStart(2, '0')}`)

/** Some labelers answer all of some items; refitted before the last two, and when the campaign is closed. */
async function fitted(
  ctx: Ctx,
  [people, count]: [number, number],
  more: object,
  said: (id: string, who: number) => string,
) {
  const items = itemsOf(count)
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const campaign = await newCampaign(ctx, pool, {
    items,
    overlap: people,
    payload: (id) => ({ text: `${id} is a line of text` }),
    more: { method: 'sds', ...more },
  })
  const at = { poolId: pool.id, campaignId: campaign.id }
  const golden = items.slice(0, 4).map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: said(id, 0) }))
  await markGold(ctx, pool.id, golden)
  for (let who = 0; who < people; who++) {
    const person = await newPerson(ctx, `labeler-${who}`)
    await giveConsent(ctx, pool, person)
    await answerAll(ctx, campaign, person, (id) => said(id, who))
    if (who === people - 3) await refit(ctx, at)
  }
  await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
  await refit(ctx, at)
  return { at, refits: await storedRefits(ctx, at) }
}

/** Four with minds of their own, and two who answer as one hand. */
const yesNo = (id: string, who: number) => {
  const n = Number(id.slice(-2))
  // The last two copy one wrong answer after the other; the others are right in most.
  if (who > 3) return n % 3 === 0 ? 'yes' : 'no'
  return (n % 2 === 0) === (n % 9 !== who) ? 'yes' : 'no'
}

test('[CNS-18] stored results come out again, copying groups as they spoke; one changed value is named', async () => {
  await database.tx(async (ctx) => {
    const { at, refits } = await fitted(ctx, [6, 45], {}, yesNo)
    expect(refits.length).toBeGreaterThanOrEqual(1)
    const { rows } = await ctx.tx.execute<{ n: number }>(
      sql`select max(jsonb_array_length(collapsed)) as n from refit where campaign_id = ${at.campaignId}`,
    )
    expect(rows[0]!.n, 'the two are one voice').toBe(1)
    for (const one of refits) expect(await verifyRefit(ctx, one)).toBeNull()

    const last = refits.at(-1)!
    const change = async (set: string, back: string, field: string) => {
      const where = `where refit_id = '${last.id}' and task_id = (select t.id from task t join item i on i.id = t.item_id
        join result r on r.task_id = t.id and r.refit_id = '${last.id}' where t.campaign_id = '${at.campaignId}' order by i.external_id limit 1)`
      await ctx.tx.execute(sql.raw(`update result set ${set} ${where}`))
      const found = await verifyRefit(ctx, last)
      expect(found).toMatchObject({ field, of: expect.stringMatching(/^item-/) })
      await ctx.tx.execute(sql.raw(`update result set ${back} ${where}`))
    }
    await change('confidence_ppm = confidence_ppm - 1', 'confidence_ppm = confidence_ppm + 1', 'confidence')
    const swap = "value = case value when 'yes' then 'no' else 'yes' end"
    await change(swap, swap, 'value')
    expect(await verifyRefit(ctx, last)).toBeNull()
    const raise = (by: number) =>
      ctx.tx.execute(sql`update skill set low_ppm = low_ppm + ${by} where refit_id = ${last.id} and person_id =
        (select min(person_id::text)::uuid from skill where refit_id = ${last.id})`)
    await raise(1)
    expect(await verifyRefit(ctx, last)).toMatchObject({ field: 'skill' })
    await raise(-1)
    expect(await verifyRefit(ctx, last)).toBeNull()
    await ctx.tx.execute(sql`update refit set version = 'sds/0' where id = ${last.id}`)
    expect(await verifyRefit(ctx, last)).toBe('version')
  })
})

test.each([
  [
    'rating',
    { most: 5 },
    (id: string, who: number) => String(1 + ((Number(id.slice(-2)) + (who === 2 ? 1 : 0)) % 5)),
  ],
  ['numeric', { tolerance: 1 }, (id: string, who: number) => String(Number(id.slice(-2)) + (who % 3))],
  ['transcription', {}, (id: string, who: number) => `${id} reads like this${who === 1 ? ', or not' : ''}`],
] as const)('[CNS-18] %s comes out again too', async (name, settings, said) => {
  await database.tx(async (ctx) => {
    const schema = taskType(name).parseSchema(settings)
    const stored = (id: string, who: number) => taskType(name).parseValue(schema, said(id, who), null)
    const { refits } = await fitted(ctx, [4, 6], { taskType: name, schema, labels: [] }, stored)
    for (const one of refits) expect(await verifyRefit(ctx, one)).toBeNull()
  })
})
