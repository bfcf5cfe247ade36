import { makeStewardLink } from '@rowright/pipeline/people'
import { testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let dora: Someone
beforeAll(async () => {
  door = await openDoor(database)
  dora = await someone(door, database, 'dora')
  const token = await database.tx((ctx) => makeStewardLink(ctx, { seconds: 60 }))
  await door.send('POST', '/v1/steward/enter', { token: dora.token, json: { token } })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const WORDS = { contact: 'eve@news.example', statement: 'Our terms say no.' }
type View = { id: string; state: string; host: string; answer: string | null }

test('[CLT-34] anybody asks without an account and reads the answer by its number; who asks is shown to stewards only', async () => {
  const asked = await door.send<View>('POST', '/v1/take-downs', {
    json: { host: 'News.Example', asks: 'host', ...WORDS },
  })
  expect(asked.status, asked.text).toBe(200)
  expect(asked.json).toMatchObject({ host: 'news.example', state: 'waiting', reserved: '0', purged: 0 })
  const { id } = asked.json
  expect(asked.text).not.toContain('eve@')

  const list = await door.send<{ items: (View & typeof WORDS)[] }>('GET', '/v1/steward/take-downs', {
    token: dora.token,
  })
  expect(list.json.items).toEqual([expect.objectContaining({ id, ...WORDS, pages: 0, items: 0 })])
  const path = `/v1/steward/take-downs/${id}/decide`
  const decision = { decision: 'refused', answer: 'You do not speak for it.' }
  const guest = await door.guest()
  expect((await door.send('POST', path, { token: guest.token, json: decision })).status).toBe(403)
  expect((await door.send('POST', path, { token: dora.token, json: decision })).status).toBe(200)
  expect(problemOf(await door.send('POST', path, { token: dora.token, json: decision }))).toMatchObject({
    code: 'collect/take-down-decided',
  })
  const read = await door.send<View>('GET', `/v1/take-downs/${id}`)
  expect(read.json).toMatchObject({ state: 'refused', answer: decision.answer })
  expect(read.text).not.toContain('eve@')
  const log = await door.send<{ items: { action: string }[] }>('GET', '/v1/steward/log', {
    token: dora.token,
  })
  expect(log.json.items.slice(0, 2).map((one) => one.action)).toEqual(['take-down refused', 'flag resolved'])
})

test('[CLT-34] what names no source is refused by field; one host cannot be flooded with requests', async () => {
  const ask = (json: Record<string, unknown>) =>
    door.send('POST', '/v1/take-downs', { json: { asks: 'author', ...WORDS, ...json } })
  const fieldOf = async (json: Record<string, unknown>) => problemOf(await ask(json)).field
  expect(await fieldOf({})).toBe('urls')
  expect(await fieldOf({ host: 'localhost' })).toBe('host')
  expect(await fieldOf({ urls: ['https://a.example/', 'ftp://a.example/'] })).toBe('urls.1')
  expect(await fieldOf({ urls: ['https://a.example/', 'https://b.example/'] })).toBe('urls.1')
  for (let n = 0; n < 20; n++) expect((await ask({ urls: [`https://a.example/${n}`] })).status).toBe(200)
  expect(problemOf(await ask({ host: 'a.example' }))).toMatchObject({ code: 'collect/many-take-downs' })
  expect((await ask({ host: 'c.example' })).status).toBe(200)
  const { rows } = await database.pool.query(`select count(*)::int as n from flag where kind = 'take-down'`)
  expect(rows[0].n, 'one open flag per host').toBe(3)
  expect(problemOf(await door.send('GET', `/v1/take-downs/${dora.id}`))).toMatchObject({
    code: 'collect/unknown-take-down',
  })
})
