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
import { findCopying, refit } from './index.ts'

const database = testDatabase()

/** Mulberry32 of the test's own: the same crowd in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const labels = ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value }))
const WORDS = ['free', 'equal', 'born', 'human', 'being', 'right']
/** A true answer by number, and one wrong answer of many. */
const QUESTIONS: Record<string, { schema: unknown; answer: (n: number, wrong: number) => unknown }> = {
  multi: {
    schema: { labels },
    answer: (n, wrong) =>
      labels.filter((_, i) => (((n * 7 + wrong) >> i) & 1) === 1).map(({ value }) => value),
  },
  rating: { schema: { least: 1, most: 9 }, answer: (n, wrong) => 1 + ((n + wrong) % 9) },
  numeric: { schema: { least: 0, most: 999 }, answer: (n, wrong) => (n * 37 + wrong * 11) % 900 },
  spans: {
    schema: { labels },
    answer: (n, wrong) => [
      { start: (n % 9) + 10 * (wrong % 4), end: (n % 9) + 10 * (wrong % 4) + 6, label: 'a' },
    ],
  },
  transcription: {
    schema: { language: 'en' },
    answer: (n, wrong) => [0, 1, 2].map((i) => WORDS[(n + i * (1 + wrong)) % WORDS.length]).join(' ') + n,
  },
}

/** Six people who err one time in eight, and an easy half of tasks on which nobody errs. */
function crowd(type: string, random: () => number, ring: number) {
  const { answer } = QUESTIONS[type]!
  return Array.from({ length: 90 }, (_, n) => {
    const errs = n % 2 === 0 ? 0 : 0.25
    const people = Array.from({ length: 6 }, (_, j) => ({
      personId: `person-${j}`,
      value: answer(n, random() < errs ? 1 + Math.floor(3 * random()) : 0),
    }))
    const copied = answer(n, Math.floor(4 * random()))
    const copies = Array.from({ length: ring }, (_, j) => ({ personId: `ring-${j}`, value: copied }))
    return [...people, ...copies].map((one) => ({
      ...one,
      taskId: `task-${n}`,
      assignmentId: `task-${n} ${one.personId}`,
      value: JSON.stringify(one.value),
    }))
  }).flat()
}

test.each(Object.keys(QUESTIONS))(
  '[CNS-16] %s: accounts that copy are a group, people who are right alike are none',
  (type) => {
    const question = { taskType: type, schema: QUESTIONS[type]!.schema, labels: [] }
    const clean = findCopying(crowd(type, randomFrom(5), 0), new Map(), question)
    expect(clean.judged).toBe(15)
    expect(clean.groups).toEqual([])
    const attacked = findCopying(crowd(type, randomFrom(6), 2), new Map(), question)
    expect(attacked.groups).toEqual([['ring-0', 'ring-1']])
    expect(attacked.pairs[0]!.z).toBeGreaterThan(5)
    expect(attacked.pairs[0]!.agreement).toBe(1)
  },
)

test('[CNS-16] two who keep what a machine suggested copy the machine, not each other', () => {
  const question = { taskType: 'transcription', schema: QUESTIONS.transcription!.schema, labels: [] }
  const said = crowd('transcription', randomFrom(6), 2)
  const shown = new Map(
    said.filter((one) => one.personId.startsWith('ring')).map((one) => [one.assignmentId, one.value]),
  )
  expect(findCopying(said, new Map(), question).groups).toHaveLength(1)
  expect(findCopying(said, new Map(), question, shown).groups).toEqual([])
})

test('[CNS-16] the order of the answers changes no pair', () => {
  const question = { taskType: 'numeric', schema: QUESTIONS.numeric!.schema, labels: [] }
  const said = crowd('numeric', randomFrom(6), 2)
  const turned = Map.groupBy(said, (one) => one.taskId)
  const back = [...turned.values()].flatMap((answers) => answers.toReversed())
  expect(findCopying(back, new Map(), question)).toEqual(findCopying(said, new Map(), question))
})

test('[CNS-16] in a campaign of numbers a ring counts as one, and a steward sees it; nothing is taken from it', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const items = Array.from({ length: 60 }, (_, n) => String(n))
    const campaign = await newCampaign(ctx, pool, {
      items,
      overlap: 6,
      labels: [],
      holdSeconds: null,
      more: { taskType: 'numeric', schema: QUESTIONS.numeric!.schema, method: 'sds' },
    })
    const random = randomFrom(11)
    const join = async (name: string): Promise<TestPerson> => {
      const person = await newPerson(ctx, name)
      await giveConsent(ctx, pool, person)
      return person
    }
    const truth = (id: string) => String(QUESTIONS.numeric!.answer(Number(id), 0))
    for (const name of ['ada', 'bo', 'chen', 'dee']) {
      const one = await join(name)
      await answerAll(ctx, campaign, one, (id) =>
        random() < 0.1
          ? String(QUESTIONS.numeric!.answer(Number(id), 1 + Math.floor(9 * random())))
          : truth(id),
      )
    }
    const copied = new Map(
      items.map((id) => [id, String(QUESTIONS.numeric!.answer(Number(id), 1 + Math.floor(9 * random())))]),
    )
    const ring = [await join('fay'), await join('gus')]
    for (const one of ring) await answerAll(ctx, campaign, one, (id) => copied.get(id)!)
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const { rows } = await ctx.tx.execute<{ collapsed: string[][] }>(
      sql`select collapsed from refit where campaign_id = ${campaign.id}`,
    )
    expect(rows[0]!.collapsed).toEqual([ring.map((one) => one.id).sort()])
    const { rows: flags } = await ctx.tx.execute(
      sql`select 1 from flag where kind = 'copying-group' and subject like ${`${campaign.id}%`}`,
    )
    expect(flags).toHaveLength(1)
    const { rows: taken } = await ctx.tx.execute(
      sql`select 1 from verdict where pool_id = ${pool.id} and decision = 'rejected'`,
    )
    expect(taken).toEqual([])
  })
})
