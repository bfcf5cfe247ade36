import type { Ctx } from '@rowright/db'
import { settledOrWaiting, testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { validConsents } from '../consent/index.ts'
import { accounts, balanceOf, imbalance, transferMany } from '../ledger/index.ts'
import { type Campaign, commitSlots, getCampaign, recordFunding, setStatus } from '../pool/index.ts'
import {
  countWantedSlots,
  endCampaign,
  expire,
  openSlots,
  reserve,
  saveDraft,
  skip,
  submit,
} from './index.ts'

const database = testDatabase()
const items = (count: number) => Array.from({ length: count }, (_, i) => `item-${i}`)

async function crew(ctx: Ctx, count: number) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const people: TestPerson[] = []
  for (let i = 0; i < count; i++) {
    const person = await newPerson(ctx, `labeler ${i}`)
    await giveConsent(ctx, pool, person)
    people.push(person)
  }
  return { pool, people }
}
const who = (campaign: Campaign, person: TestPerson) => ({
  poolId: campaign.poolId,
  campaignId: campaign.id,
  personId: person.id,
})
const answer = (campaign: Campaign, person: TestPerson, assignmentId: string, value = 'yes') => ({
  poolId: campaign.poolId,
  assignmentId,
  personId: person.id,
  value,
  elapsedMs: 500,
})
const held = async (ctx: Ctx, campaign: Campaign, person: TestPerson) => {
  const found = await reserve(ctx, who(campaign, person))
  if (!found.assignment) throw new Error(`nothing to do: ${found.reason}`)
  return found.assignment
}

test('[LAB-2] 16 labelers at once never take more than the slots, and leave none behind', async () => {
  const { campaign, people } = await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 16)
    return { campaign: await newCampaign(ctx, pool, { items: items(20), overlap: 3 }), people }
  })
  const work = async (person: TestPerson): Promise<number> => {
    for (let done = 0; ; done++) {
      const found = await database.tx((ctx) => reserve(ctx, who(campaign, person)))
      if (!found.assignment) return done
      await database.tx((ctx) => submit(ctx, answer(campaign, person, found.assignment.id)))
    }
  }
  await Promise.all(people.map(work))
  await database.tx(async (ctx) => {
    const { rows } = await ctx.tx.execute<{ most: number; answers: number; open: number }>(sql`
      select max(n)::int as most, sum(n)::int as answers, (select sum(open_slots)::int from task where campaign_id = ${campaign.id}) as open
      from (select count(*) as n from annotation where campaign_id = ${campaign.id} group by task_id) t`)
    expect(rows[0]!.most).toBe(3)
    expect(rows[0]!.answers + rows[0]!.open).toBe(60)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test.each(['open', 'list'] as const)(
  '[LAB-9] the last free task of an %s campaign, held by another transaction, is waited for',
  async (kind) => {
    const { campaign, ada } = await database.tx(async (ctx) => {
      const { pool, people } = await crew(ctx, 1)
      const list = kind === 'list' ? { list: new Map([[people[0]!, items(1)]]) } : {}
      const more = { overlapMin: 1, targetConfidencePpm: 950_000 }
      const campaign = await newCampaign(ctx, pool, { items: items(1), overlap: 1, more, ...list })
      return { campaign, ada: people[0]! }
    })
    const asked = await database.tx(async (ctx) => {
      await ctx.tx.execute(sql`select 1 from task where campaign_id = ${campaign.id} for update`)
      const asking = database.tx((ctx) => reserve(ctx, who(campaign, ada)))
      await settledOrWaiting(database, asking)
      return { asking }
    })
    const { assignment, reason } = await asked.asking
    expect(reason).toBeNull()
    await database.tx((ctx) => submit(ctx, answer(campaign, ada, assignment!.id)))
  },
)

test('[LAB-2] the database itself refuses a second holder of a slot', async () => {
  await expect(
    database.tx(async (ctx) => {
      const { pool, people } = await crew(ctx, 2)
      const campaign = await newCampaign(ctx, pool, { items: items(1), overlap: 2 })
      await held(ctx, campaign, people[0]!)
      await held(ctx, campaign, people[1]!)
      await ctx.tx.execute(sql`update assignment set slot = 0 where campaign_id = ${campaign.id}`)
    }),
  ).rejects.toMatchObject({ cause: { constraint: 'assignment_slot' } })
})

test('[LAB-1] slots open only as far as the money goes', async () => {
  await database.tx(async (ctx) => {
    const { pool } = await crew(ctx, 0)
    const campaign = await newCampaign(ctx, pool, { items: items(10), overlap: 3, price: 100n })
    const wanted = { poolId: pool.id, campaignId: campaign.id, price: 100n, wanted: 5 }
    expect(await commitSlots(ctx, wanted)).toBe(0)
    const more = {
      poolId: pool.id,
      campaignId: campaign.id,
      transaction: `0x${'ab'.repeat(32)}`,
      logIndex: 1,
      blockNumber: 2,
      funder: `0x${'f'.repeat(40)}`,
    }
    await recordFunding(ctx, { ...more, amount: 250n })
    expect(await commitSlots(ctx, wanted)).toBe(2)
    expect(await openSlots(ctx, campaign)).toBe(0)
    expect(await countWantedSlots(ctx, campaign)).toBe(30)
  })
})

test('[LAB-3] an expired assignment reopens its slot and returns the stake', async () => {
  const { campaign, ada } = await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 1)
    const ada = people[0]!
    await transferMany(ctx, pool.id, [
      { debit: accounts.world, credit: accounts.points(ada.id), amount: 30n, reason: 'test', cause: ada.id },
    ])
    const campaign = await newCampaign(ctx, pool, { items: items(1), overlap: 1, stake: 20n })
    await held(ctx, campaign, ada)
    expect(await balanceOf(ctx, pool.id, accounts.stake(ada.id))).toBe(20n)
    return { campaign, ada }
  })
  database.clock.ahead = 601
  await database.tx(async (ctx) => {
    expect(await expire(ctx)).toBe(1)
    expect(await balanceOf(ctx, campaign.poolId, accounts.points(ada.id))).toBe(30n)
    expect((await held(ctx, campaign, ada)).state).toBe('reserved')
  })
  database.clock.ahead = 0
})

test('[LAB-4] asking again, even twice at once, returns the one task held', async () => {
  const { campaign, ada } = await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 1)
    return { campaign: await newCampaign(ctx, pool, { items: items(5) }), ada: people[0]! }
  })
  const asked = await Promise.all(
    Array.from({ length: 6 }, () => database.tx((ctx) => reserve(ctx, who(campaign, ada)))),
  )
  expect(new Set(asked.map((one) => one.assignment?.id)).size).toBe(1)
})

test('[LAB-6] the same answer again is the same answer, another is refused', async () => {
  await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 1)
    const campaign = await newCampaign(ctx, pool, { items: items(2) })
    const { id } = await held(ctx, campaign, people[0]!)
    expect((await submit(ctx, answer(campaign, people[0]!, id))).outcome).toBe('taken')
    expect((await submit(ctx, answer(campaign, people[0]!, id))).outcome).toBe('repeated')
    await expect(submit(ctx, answer(campaign, people[0]!, id, 'no'))).rejects.toMatchObject({
      code: 'labeling/already-answered',
    })
  })
})

test('[LAB-7] a late answer is taken while the slot is free, otherwise kept as a draft', async () => {
  const { campaign, ada, bo } = await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 2)
    return {
      campaign: await newCampaign(ctx, pool, { items: items(1), overlap: 1 }),
      ada: people[0]!,
      bo: people[1]!,
    }
  })
  const late = await database.tx((ctx) => held(ctx, campaign, ada))
  database.clock.ahead = 601
  await database.tx((ctx) => expire(ctx))
  const other = await database.tx((ctx) => held(ctx, campaign, bo))
  expect((await database.tx((ctx) => submit(ctx, answer(campaign, ada, late.id)))).outcome).toBe('slot-taken')
  const { rows } = await database.pool.query('select value from draft where assignment_id = $1', [late.id])
  expect(rows).toEqual([{ value: 'yes' }])
  await database.tx((ctx) => skip(ctx, { poolId: campaign.poolId, assignmentId: other.id, personId: bo.id }))
  expect((await database.tx((ctx) => submit(ctx, answer(campaign, ada, late.id)))).outcome).toBe('taken')
  database.clock.ahead = 0
})

test('[LAB-8] without a consent there is no assignment', async () => {
  await database.tx(async (ctx) => {
    const { pool } = await crew(ctx, 0)
    const campaign = await newCampaign(ctx, pool, { items: items(1) })
    const chen = await newPerson(ctx, 'chen')
    expect(await reserve(ctx, who(campaign, chen))).toEqual({ assignment: null, reason: 'consent-needed' })
    expect((await validConsents(ctx, pool.id, [chen.id], ctx.now())).size).toBe(0)
  })
})

test('[LAB-9] a list campaign hands out the list and nothing else', async () => {
  await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 3)
    const [ada, bo, chen] = people as [TestPerson, TestPerson, TestPerson]
    const campaign = await newCampaign(ctx, pool, {
      items: items(4),
      list: new Map([
        [ada, ['item-1', 'item-3']],
        [bo, ['item-1']],
      ]),
    })
    const seen: string[] = []
    for (;;) {
      const found = await reserve(ctx, who(campaign, ada))
      if (!found.assignment) break
      seen.push((found.assignment.item.payload as { id: string }).id)
      await submit(ctx, answer(campaign, ada, found.assignment.id))
    }
    expect(seen.sort()).toEqual(['item-1', 'item-3'])
    expect((await reserve(ctx, who(campaign, chen))).reason).toBe('not-listed')
    expect(((await held(ctx, campaign, bo)).item.payload as { id: string }).id).toBe('item-1')
  })
})

test('[LAB-10] an answer outside the labels is refused, naming the field', async () => {
  await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 1)
    const campaign = await newCampaign(ctx, pool, { items: items(1) })
    const { id } = await held(ctx, campaign, people[0]!)
    await expect(submit(ctx, answer(campaign, people[0]!, id, 'maybe'))).rejects.toMatchObject({
      code: 'labeling/invalid-value',
      field: 'value',
    })
  })
})

test('[LAB-11] a skipped task goes to others and never comes back', async () => {
  await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 2)
    const campaign = await newCampaign(ctx, pool, { items: items(1), overlap: 1 })
    const { id } = await held(ctx, campaign, people[0]!)
    await skip(ctx, { poolId: pool.id, assignmentId: id, personId: people[0]!.id })
    expect((await reserve(ctx, who(campaign, people[0]!))).reason).toBe('no-task-left')
    expect((await held(ctx, campaign, people[1]!)).state).toBe('reserved')
  })
})

test('[LAB-12] an ended campaign takes nothing any more, and keeps what comes too late', async () => {
  await database.tx(async (ctx) => {
    const { pool, people } = await crew(ctx, 1)
    const campaign = await newCampaign(ctx, pool, { items: items(2) })
    const { id } = await held(ctx, campaign, people[0]!)
    await setStatus(ctx, campaign, 'closed')
    await endCampaign(ctx, pool.id, campaign.id)
    expect((await submit(ctx, answer(campaign, people[0]!, id))).outcome).toBe('slot-taken')
    expect((await reserve(ctx, who(await getCampaign(ctx, pool.id, campaign.id), people[0]!))).reason).toBe(
      'closed',
    )
    await expect(
      saveDraft(ctx, {
        poolId: pool.id,
        assignmentId: id,
        personId: 'ffffffff-0000-7000-8000-000000000000',
        value: 'x',
      }),
    ).rejects.toMatchObject({
      code: 'labeling/unknown-assignment',
    })
  })
})
