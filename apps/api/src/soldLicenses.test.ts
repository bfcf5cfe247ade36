import { makeStewardLink } from '@rowright/pipeline/people'
import { testDatabase } from '@rowright/testing'
import { newPerson, newPool } from '@rowright/testing/factories'
import { sell } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let dora: Someone
const COUNT = 23

beforeAll(async () => {
  door = await openDoor(database)
  dora = await someone(door, database, 'dora')
  const token = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'), 'Weather')
    const names = ['=HYPERLINK("https://evil.example")', 'Quoted "Q", Ltd']
    for (let i = 0; i < COUNT; i++) {
      const address = `0x${(0xa00 + i).toString(16).padStart(40, '0')}`
      const name = names[i]
      if (name) await newPerson(ctx, name, address)
      await sell(ctx, pool.id, address, 1)
    }
    return makeStewardLink(ctx, { seconds: 60 })
  })
  await door.send('POST', '/v1/steward/enter', { token: dora.token, json: { token } })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

type Page = {
  items: { id: string; price: string; buyer: unknown; standing: string }[]
  totals: { licenses: number; price: string }
  nextCursor: string | null
}
const page = async (query = '', token = dora.token) =>
  (await door.send<Page>('GET', `/v1/steward/licenses?${query}`, { token })).json

test('[LIC-16, SRV-23] a steward reads all licenses, page by page; nobody else does, nor by a cursor of theirs', async () => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const found: Page = await page(`limit=10${cursor ? `&cursor=${cursor}` : ''}`)
    expect(found.totals).toMatchObject({ licenses: COUNT, price: String(10 * COUNT) })
    seen.push(...found.items.map(({ id }) => id))
    cursor = found.nextCursor
  } while (cursor)
  expect(new Set(seen).size).toBe(COUNT)
  expect(seen).toHaveLength(COUNT)
  expect((await page('standing=expired')).items).toEqual([])
  expect((await page('q=quoted')).items).toMatchObject([{ buyer: { name: 'Quoted "Q", Ltd' } }])

  const { nextCursor } = await page('limit=1')
  const eve = await someone(door, database, 'eve')
  for (const path of ['licenses', `licenses?cursor=${nextCursor}`, 'licenses.csv']) {
    const code = async (token?: string) => {
      const { code, status } = problemOf(await door.send('GET', `/v1/steward/${path}`, { token }))
      return [status, code]
    }
    expect(await code(eve.token), path).toEqual([403, 'people/not-a-steward'])
    expect(await code(), path).toEqual([401, 'people/not-signed-in'])
  }
  expect(
    problemOf(await door.send('GET', '/v1/steward/licenses?standing=late', { token: dora.token })),
  ).toMatchObject({ code: 'request/invalid', field: 'standing' })
})

test('[LIC-16] the same as CSV, narrowed alike; what buyers wrote is no formula in it', async () => {
  const file = (query = '') => door.send('GET', `/v1/steward/licenses.csv?${query}`, { token: dora.token })
  const all = await file()
  expect(all.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  const lines = all.text.split('\r\n')
  expect(lines[0]).toMatch(/^license,pool,pool_id,offer,buyer,/)
  expect(lines).toHaveLength(COUNT + 2)
  expect(all.text).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
  expect(all.text).toContain('"Quoted ""Q"", Ltd"')
  expect((await file('q=quoted')).text.split('\r\n')).toHaveLength(3)
  expect((await file('standing=lapsed')).text.split('\r\n')).toHaveLength(2)
  expect(problemOf(await file('standing=late'))).toMatchObject({ code: 'request/invalid', field: 'standing' })
})
