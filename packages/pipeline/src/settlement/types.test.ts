import type { Ctx } from '@rowright/db'
import { taskType } from '@rowright/tasktype'
import { testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { decide, refit } from '../consensus/index.ts'
import type { NewCampaign } from '../pool/index.ts'
import { judge } from './index.ts'

const database = testDatabase()
const labels = ['person', 'place', 'thing'].map((value) => ({ value, label: value }))
const span = (start: number, end: number) => [{ start, end, label: 'person' }]

/** Of each type without labels of its own: settings, what is right, an answer that is near enough, and a wrong one. */
const kinds = [
  ['multi', { labels, tolerance: 1 }, ['person'], ['person', 'place'], ['place', 'thing']],
  ['rating', { most: 9, tolerance: 1 }, 3, 4, 8],
  ['numeric', { tolerance: 2 }, 10, 11, 50],
  ['pairwise', { ties: true }, 'left', 'left', 'right'],
  ['spans', { labels, tolerancePpm: 200_000 }, span(0, 9), span(0, 8), span(12, 19)],
  ['transcription', {}, 'All human beings are born', 'All human beings are born.', 'no such thing'],
] as const

async function staffed(ctx: Ctx, names: string[], more: Partial<NewCampaign>) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const people: TestPerson[] = []
  for (const name of names) {
    const person = await newPerson(ctx, name)
    await giveConsent(ctx, pool, person)
    people.push(person)
  }
  const campaign = await newCampaign(ctx, pool, {
    items: ['item-0', 'item-1', 'item-2', 'item-3'],
    overlap: 7,
    window: { checks: 20, failAt: 7 },
    payload: (id) => ({ text: 'Ada met Bo in Paris, and left', left: `${id} a`, right: `${id} b` }),
    more,
  })
  return { campaign, people, at: { poolId: pool.id, campaignId: campaign.id } }
}

const names = ['ada', 'bo', 'chen', 'dee', 'eve', 'fay', 'gus']
const schemaOf = (name: (typeof kinds)[number][0], settings: unknown) => taskType(name).parseSchema(settings)

test.each(kinds)(
  '[SET-8, TYP-12] %s: six who agree check each other and the one who does not; near enough is right',
  async (name, settings, right, near, wrong) => {
    await database.tx(async (ctx) => {
      const more = { taskType: name, schema: schemaOf(name, settings), labels: [] }
      const { campaign, people, at } = await staffed(ctx, names, more)
      for (const [i, one] of people.entries()) {
        const value = i === 6 ? wrong : i === 0 ? near : right
        await answerAll(ctx, campaign, one, () => JSON.stringify(value))
      }
      await refit(ctx, at)
      await judge(ctx, at)
      const { rows } = await ctx.tx.execute<{ name: string; passed: number; failed: number }>(sql`
        select p.name, (count(*) filter (where k.passed))::int as passed, (count(*) filter (where not k.passed))::int as failed
        from answer_check k join person p on p.id = k.person_id where k.campaign_id = ${campaign.id} and not k.gold group by 1 order by 1`)
      expect(rows).toEqual(
        names.map((who) => ({ name: who, passed: who === 'gus' ? 0 : 4, failed: who === 'gus' ? 4 : 0 })),
      )
    })
  },
)

test.each(kinds)(
  '[CNS-10, TYP-12] %s: who agree close their tasks early, who differ get more answers',
  async (name, settings, right, near, wrong) => {
    await database.tx(async (ctx) => {
      const adaptive = { overlapMin: 3, targetConfidencePpm: 900_000, auditPpm: 0 }
      const more = { taskType: name, schema: schemaOf(name, settings), labels: [], ...adaptive }
      const { campaign, people, at } = await staffed(ctx, names, more)
      for (const [i, one] of people.slice(0, 3).entries()) {
        const said = (id: string) =>
          id === 'item-0' && i > 0 ? (i === 1 ? wrong : right) : i === 1 ? near : right
        await answerAll(ctx, campaign, one, (id) => JSON.stringify(said(id)))
      }
      expect(await decide(ctx, at)).toEqual({ closed: 3, opened: 1, escalated: 0 })
      await refit(ctx, at)
      const { rows } = await ctx.tx.execute<{ confidence: number }>(
        sql`select confidence_ppm as confidence from result where campaign_id = ${campaign.id}`,
      )
      expect(rows).toHaveLength(3)
      for (const { confidence } of rows) expect(confidence).toBeGreaterThan(600_000)
    })
  },
)
