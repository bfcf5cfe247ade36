import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { reserve, submit } from '../labeling/index.ts'
import { clustersOf, setFlagResolved, undoAction } from '../people/index.ts'
import { refit } from './index.ts'

const database = testDatabase()
type At = { poolId: string; campaignId: string }

/** Answers one task, so many seconds after the last thing that happened. @returns the task. */
async function answer(at: At, person: TestPerson, seconds: number, addressClass: string | null = 'campus') {
  database.clock.ahead += seconds
  return database.tx(async (ctx) => {
    const { assignment } = await reserve(ctx, { ...at, personId: person.id })
    const said = { poolId: at.poolId, assignmentId: assignment!.id, personId: person.id, value: 'yes' }
    await submit(ctx, { ...said, elapsedMs: 900, addressClass })
    return assignment!.taskId
  })
}

const taskIdsOf = (person: TestPerson) =>
  database.tx(async (ctx) => {
    const { rows } = await ctx.tx.execute<{ task_id: string }>(
      sql`select task_id from annotation where person_id = ${person.id}`,
    )
    return new Set(rows.map((row) => row.task_id))
  })

const oneCluster = (persons: TestPerson[]) =>
  database.tx(async (ctx) => {
    const ids = persons.map((one) => one.id)
    return new Set((await clustersOf(ctx, ids)).values()).size === 1
  })

async function scene(count: number) {
  return database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const people: TestPerson[] = []
    for (let i = 0; i < count; i++) {
      const person = await newPerson(ctx, `person ${i}`)
      await giveConsent(ctx, pool, person)
      people.push(person)
    }
    const items = Array.from({ length: 150 }, (_, i) => `item-${i}`)
    const campaign = await newCampaign(ctx, pool, { items, overlap: 4, holdSeconds: null })
    return { at: { poolId: pool.id, campaignId: campaign.id }, people }
  })
}

test('[CNS-19, PEO-13, LAB-19] two accounts in lockstep from one network are one cluster; the rest of the campus is not', async () => {
  // Only what the script says passes between two answers, however long the machine takes for them.
  database.clock.standsAt = Date.now()
  const { at, people } = await scene(4)
  const [ada, twin, bo, chen] = people as [TestPerson, TestPerson, TestPerson, TestPerson]
  for (let n = 0; n < 34; n++) {
    await answer(at, ada, 9)
    await answer(at, twin, 1)
    // Neighbors on the campus work the same hour, at a pace of their own.
    if (n % 2 === 0) await answer(at, bo, 4)
    if (n % 3 === 0) await answer(at, chen, 5)
  }
  expect(await oneCluster([ada, twin])).toBe(false)
  const refitNow = () => database.tx((ctx) => refit(ctx, at))
  await refitNow()
  expect(await oneCluster([ada, twin])).toBe(true)
  expect(await oneCluster([ada, bo])).toBe(false)
  expect(await oneCluster([bo, chen])).toBe(false)
  for (let n = 0; n < 8; n++) {
    const had = await taskIdsOf(ada)
    expect(had.has(await answer(at, twin, 30, null)), 'a task of the other account').toBe(false)
  }

  const steward = await database.tx((ctx) => newPerson(ctx, 'steward'))
  const { rows } = await database.tx((ctx) =>
    ctx.tx.execute<{ id: string; evidence: { joined: boolean } }>(
      sql`select id, evidence from flag where kind = 'same-hands'`,
    ),
  )
  expect(rows).toMatchObject([{ evidence: { joined: true } }])
  const said = (apart?: boolean) =>
    database.tx((ctx) =>
      setFlagResolved(ctx, {
        actor: steward.id,
        id: rows[0]!.id,
        resolved: true,
        ...(apart === undefined ? {} : { apart }),
      }),
    )
  await expect(said(), 'whoever resolves it says which').rejects.toMatchObject({
    code: 'people/say-whether-apart',
    field: 'apart',
  })
  await said(false)
  expect(await oneCluster([ada, twin]), 'a steward says that they are one').toBe(true)
  await said(true)
  expect(await oneCluster([ada, twin]), 'a steward says that they are two').toBe(false)
  await answer(at, ada, 30)
  await refitNow()
  expect(await oneCluster([ada, twin]), 'and the next refit takes the word').toBe(false)
  const { rows: actions } = await database.tx((ctx) =>
    ctx.tx.execute<{ id: string }>(
      sql`select id from steward_action where action = 'flag resolved' order by id desc`,
    ),
  )
  await database.tx((ctx) => undoAction(ctx, { actor: steward.id, actionId: BigInt(actions[0]!.id) }))
  expect(await oneCluster([ada, twin]), 'until it is taken back').toBe(true)
})
