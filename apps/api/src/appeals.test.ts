import { makeStewardLink } from '@rowright/pipeline/people'
import { judge } from '@rowright/pipeline/settlement'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCheckedCampaign, newPool } from '@rowright/testing/factories'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let requester: Someone
let steward: Someone
let eve: Someone
let panel: Someone[]
let pool: Awaited<ReturnType<typeof newPool>>
beforeAll(async () => {
  door = await openDoor(database)
  requester = await someone(door, database, 'requester')
  steward = await someone(door, database, 'steward')
  eve = await someone(door, database, 'eve')
  panel = []
  for (const name of ['ada', 'bo', 'chen']) panel.push(await someone(door, database, name))
  const token = await database.tx(async (ctx) => {
    pool = await newPool(ctx, requester)
    const known = Array.from({ length: 25 }, (_, i) => `known-${i}`)
    const trial = await newCheckedCampaign(ctx, pool, { items: known, golds: known, overlap: 3 })
    for (const one of panel) {
      await giveConsent(ctx, pool, one)
      await answerAll(ctx, trial, one, () => 'yes')
    }
    await judge(ctx, { poolId: pool.id, campaignId: trial.id })
    return makeStewardLink(ctx, { seconds: 60 })
  })
  await door.send('POST', '/v1/steward/enter', { token: steward.token, json: { token } })
})
afterEach(() => {
  database.clock.ahead = 0
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

/** A labeler whose window failed on four control tasks, and its id. */
async function rejected(name: string) {
  const labeler = await someone(door, database, name)
  const windowId = await database.tx(async (ctx) => {
    await giveConsent(ctx, pool, labeler)
    const items = Array.from({ length: 6 }, (_, i) => `${name}-${i}`)
    const campaign = await newCheckedCampaign(ctx, pool, {
      items,
      golds: items,
      overlap: 1,
      holdSeconds: 600,
    })
    await answerAll(ctx, campaign, labeler, () => 'no', 4)
    await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
    const { rows } = await ctx.tx.execute<{ id: string }>(
      `select id from pay_window where person_id = '${labeler.id}' and state = 'failed'`,
    )
    return rows[0]!.id
  })
  return { labeler, windowId }
}

const appeal = (who: Someone | null, windowId: string, poolId = pool.id) =>
  door.send<{ id: string }>('POST', `/v1/pools/${poolId}/windows/${windowId}/appeal`, {
    ...(who ? { token: who.token } : {}),
    json: { note: 'look again' },
  })
const casesOf = async (who: Someone) =>
  (
    await door.send<{ items: { appealId: string; tasks: { taskId: string }[] }[] }>('GET', '/v1/me/cases', {
      token: who.token,
    })
  ).json.items
const vote = (who: Someone | null, appealId: string, answers: Record<string, string>) =>
  door.send<{ decided: boolean }>('POST', `/v1/pools/${pool.id}/appeals/${appealId}/vote`, {
    ...(who ? { token: who.token } : {}),
    json: { answers },
  })
const status = (answer: Parameters<typeof problemOf>[0]) => {
  const { code } = problemOf(answer)
  return code
}

test('[APP-1] an appeal is opened by the labeler it is about, once, in time', async () => {
  const { labeler, windowId } = await rejected('dee')
  expect(problemOf(await appeal(null, windowId)).status).toBe(401)
  expect(status(await appeal(eve, windowId))).toBe('settlement/not-yours')
  expect(status(await appeal(requester, windowId))).toBe('settlement/not-yours')
  expect(status(await appeal(steward, windowId))).toBe('settlement/not-yours')
  expect(problemOf(await appeal(labeler, windowId, crypto.randomUUID())).status).toBe(404)
  expect(problemOf(await appeal(labeler, crypto.randomUUID())).status).toBe(404)
  expect((await appeal(labeler, windowId)).status).toBe(200)
  expect(status(await appeal(labeler, windowId))).toBe('appeal/appealed-already')

  const late = await rejected('fay')
  database.clock.ahead = 601
  expect(status(await appeal(late.labeler, late.windowId))).toBe('settlement/too-late')
})

test('[APP-2..APP-4] only panelists vote, on all tasks, once, and never on their own case', async () => {
  const { labeler, windowId } = await rejected('gus')
  const { id } = (await appeal(labeler, windowId)).json
  const [first, second, third] = panel as [Someone, Someone, Someone]
  const { tasks } = (await casesOf(first)).find((one) => one.appealId === id)!
  const all = Object.fromEntries(tasks.map((task) => [task.taskId, 'no']))
  expect((await casesOf(labeler)).length + (await casesOf(eve)).length).toBe(0)
  for (const stranger of [labeler, eve, requester, steward])
    expect(status(await vote(stranger, id, all))).toBe('appeal/not-on-panel')
  expect(problemOf(await vote(null, id, all)).status).toBe(401)
  const { [tasks[0]!.taskId]: _, ...some } = all
  expect(status(await vote(first, id, some))).toBe('appeal/unanswered')
  expect(status(await vote(first, id, { ...all, [tasks[0]!.taskId]: 'perhaps' }))).toBe(
    'labeling/invalid-value',
  )
  expect((await vote(first, id, all)).json).toEqual({ decided: false })
  expect(status(await vote(first, id, all))).toBe('appeal/voted-already')
  expect((await vote(second, id, all)).json).toEqual({ decided: false })
  const atOnce = await Promise.all([vote(third, id, all), vote(third, id, all)])
  expect(atOnce.map((one) => one.status).toSorted()).toEqual([200, 409])
  expect(problemOf(await vote(third, id, all)).status).toBe(409)
  const { rows } = await database.pool.query('select state from pay_window where id = $1', [windowId])
  expect(rows, 'all three said what the labeler had said').toEqual([{ state: 'passed' }])
})

test('[SET-25] only a steward finds an account bad or clears it; a panel that shares its answers clears it too', async () => {
  const bo = await someone(door, database, 'hal')
  const campaignId = await database.tx(async (ctx) => {
    await giveConsent(ctx, pool, bo)
    const items = Array.from({ length: 8 }, (_, i) => `hal-${i}`)
    const campaign = await newCheckedCampaign(ctx, pool, { items, golds: [], overlap: 1, holdSeconds: 600 })
    await answerAll(ctx, campaign, bo, () => 'no', 4)
    await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
    return campaign.id
  })
  const word = (who: Someone | null, found: string, person = bo.id) =>
    door.send('POST', `/v1/steward/pools/${pool.id}/accounts/${person}`, {
      ...(who ? { token: who.token } : {}),
      json: { found, reason: 'answers as one hand' },
    })
  const windows = async () =>
    (
      await database.pool.query('select id, state, reason_code from pay_window where campaign_id = $1', [
        campaignId,
      ])
    ).rows as { id: string; state: string; reason_code: string | null }[]
  for (const who of [null, bo, eve, requester, ...panel]) {
    const refused = problemOf(await word(who, 'bad'))
    expect(refused.status).toBe(who === null ? 401 : 403)
    expect(problemOf(await word(who, 'cleared')).status).toBe(refused.status)
  }
  expect((await windows()).map((one) => one.state)).toEqual(['open'])
  expect(problemOf(await word(steward, 'odd')).status).toBe(422)
  expect(status(await word(steward, 'cleared'))).toBe('settlement/not-bad')
  expect((await word(steward, 'bad')).status).toBe(200)
  expect(status(await word(steward, 'bad'))).toBe('settlement/already-bad')
  const [window] = await windows()
  expect(window).toMatchObject({ state: 'failed', reason_code: 'found-bad' })
  const log = await door.send<{ items: { id: string; action: string }[] }>('GET', '/v1/steward/log', {
    token: steward.token,
  })
  const action = log.json.items.find((one) => one.action === 'account found bad')!
  const undo = (who: Someone) =>
    door.send('POST', `/v1/steward/log/${action.id}/undo`, { token: who.token, json: {} })
  expect(problemOf(await undo(bo)).status).toBe(403)
  expect((await undo(steward)).status).toBe(200)
  expect((await windows())[0]).toMatchObject({ state: 'open', reason_code: null })

  expect((await word(steward, 'bad')).status).toBe(200)
  const { id } = (await appeal(bo, window!.id)).json
  expect(status(await word(steward, 'cleared'))).toBe('settlement/final-followed')
  for (const one of panel) {
    const found = (await casesOf(one)).find((other) => other.appealId === id)!
    expect(found.tasks).toHaveLength(4)
    await vote(one, id, Object.fromEntries(found.tasks.map((task) => [task.taskId, 'no'])))
  }
  expect((await windows())[0]!.state).toBe('passed')
  const { rows } = await database.pool.query('select 1 from bad_account where person_id = $1', [bo.id])
  expect(rows).toEqual([])
})
