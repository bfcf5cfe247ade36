import { appRouter } from '@rowright/server'
import { testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'

const database = testDatabase()
let door: TestDoor
let token: string
beforeAll(async () => {
  door = await openDoor(database)
  token = (await door.guest()).token
})
afterAll(() => door.close())

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation'; meta?: { rest?: { method: string; path: string } } } }>,
).map(([path, { _def }]) => ({ path, type: _def.type, rest: _def.meta?.rest }))

test('explore', async () => {
  console.log(procedures.length)
  for (const p of procedures) {
    for (const input of [undefined, {}, null, [], 'x', { poolId: 'x' }]) {
      const a = await door.trpc(p.type, p.path, input, token)
      if (a.status >= 500 || (a.json?.error && !a.json.error.data.problem)) console.log(p.path, JSON.stringify(input), a.status, a.text.slice(0, 300))
    }
  }
})
