import { appRouter } from '@rowright/server'
import { testDatabase } from '@rowright/testing'
import { newCampaign, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone, tableSizes, trpcProblemOf } from './testWorld.ts'

/** Every procedure there is, and will be: what holds for all is tried on all. */
interface Procedure {
  path: string
  type: 'query' | 'mutation'
  rest?: { method: string; path: string }
  fields: string[]
}
type Inner = {
  _def: {
    type: Procedure['type']
    meta?: { rest?: { method: string; path: string } }
    inputs: { shape?: object; unwrap?: () => { shape?: object } }[]
  }
}
const procedures: Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, Inner>,
).map(([path, { _def }]) => ({
  path,
  type: _def.type,
  ...(_def.meta?.rest ? { rest: _def.meta.rest } : {}),
  fields: _def.inputs.flatMap((input) => Object.keys(input.shape ?? input.unwrap?.().shape ?? {})),
}))

const fields = procedures.flatMap((procedure) =>
  procedure.fields.map((field) => ({ procedure, field, path: procedure.path })),
)

const PUBLIC = new Set([
  'takeDown.ask',
  'takeDown.get',
  'instance.get',
  'instance.faucet',
  'pool.list',
  'pool.get',
  'pool.ledger',
  'campaign.list',
  'campaign.get',
  'consent.terms',
  'consent.revoke',
  'labeling.practice',
  'labeling.checkPractice',
  'release.list',
  'release.quality',
  'release.sample',
  'license.offers',
  'terms.ofOffer',
  'collection.auditPeriods',
  'epoch.list',
])

const database = testDatabase()
let door: TestDoor
let ada: Someone
let base: Record<string, unknown>
beforeAll(async () => {
  door = await openDoor(database)
  ada = await someone(door, database, 'ada')
  const bo = await someone(door, database, 'bo')
  await database.tx(async (ctx) => {
    await ctx.tx.execute(sql`insert into role (person_id, role) values (${ada.id}, 'steward')`)
    const pool = await newPool(ctx, ada)
    const campaign = await newCampaign(ctx, pool, { items: ['one', 'two'] })
    // Everything as it should be, so that the one hostile field is what is refused.
    base = {
      poolId: pool.id,
      campaignId: campaign.id,
      taskId: campaign.taskOf.get('one'),
      name: 'digits',
      labels: [
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ],
      price: '100',
      terms: { purposes: ['research'], licenseeClasses: ['anyone'], months: 12 },
      keep: '5',
      value: 'yes',
      reason: 'unclear',
      person: bo.id,
      body: {},
      secret: `0x${'ab'.repeat(32)}`,
      signature: 'A'.repeat(86),
      publicKey: 'A'.repeat(43),
      proof: 'A'.repeat(86),
      token: 'a token that nobody was given',
      address: `0x${'1'.repeat(40)}`,
    }
  })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

/** The values of `base` that a procedure takes, and one of another kind. */
const inputOf = (procedure: Procedure, field: string, value: unknown) => ({
  ...Object.fromEntries(procedure.fields.filter((one) => one in base).map((one) => [one, base[one]])),
  [field]: value,
})

/** The same over REST: fields of the path in the path, the rest in the body (or the query of a GET). */
function restOf({ rest }: Procedure, input: Record<string, unknown>) {
  const left = { ...input }
  const path = rest!.path.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const value = left[field] ?? crypto.randomUUID()
    delete left[field]
    return encodeURIComponent(String(value))
  })
  // Purchases ask for it before anything else.
  const headers = { 'idempotency-key': crypto.randomUUID() }
  if (rest!.method !== 'GET') return { method: rest!.method, path, sent: { json: left, headers } }
  const query = Object.entries(left).map(([key, value]): [string, string] => [key, String(value)])
  return { method: 'GET', path: `${path}?${new URLSearchParams(query)}`, sent: {} }
}

const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown

/** Nothing that any field takes. */
const UNREADABLE: [string, unknown][] = [
  ['NUL', 'a\0b'],
  ['a lone surrogate', 'a\ud800b'],
  ['U+FFFD', 'a\ufffdb'],
  ['deep JSON', deep(1_000)],
  ['a magic key', JSON.parse('{"__proto__":{"admin":true}}')],
  ['a NUL in a key', { 'a\0': 1 }],
]
const HOSTILE: [string, unknown][] = [
  ['null', null],
  ['a boolean', true],
  ['a negative number', -1],
  ['a fraction', 1.5],
  ['a huge number', 1e300],
  ['an empty text', ''],
  ['a blank', ' '],
  ['a minus', '-1'],
  ['an exponent', '1e3'],
  ['9 × 10^99', '9'.repeat(100)],
  ['SQL', "'; drop table person; --"],
  ['a path', '../../../etc/passwd'],
  ['half a UUID', '00000000-0000-'],
  ['hyphens', '-'.repeat(36)],
  ['a UUID of nobody', '01980000-0000-7000-8000-000000000000'],
  ['100,000 characters', 'x'.repeat(100_000)],
  ['a list', [1, 2, 3]],
  ['an empty list', []],
  ['a list of 20,000', new Array(20_000).fill('x')],
  ['an object', { a: 1 }],
  ['constructor', { constructor: { prototype: { admin: true } } }],
  ['emoji', '🙂‍↔️'],
]
/** Longer than a URL may be: sent in bodies only. */
const fitsUrl = (value: unknown) => JSON.stringify(value).length < 8_000

test('[SRV-1] the list of procedures is not empty, and each is found over REST too', () => {
  expect(procedures.length).toBeGreaterThan(50)
  expect(procedures.filter((one) => !one.rest).map((one) => one.path)).toEqual([])
  expect([...PUBLIC].filter((path) => !procedures.some((one) => one.path === path))).toEqual([])
})

test.for(procedures.filter(({ path }) => !PUBLIC.has(path)))(
  '[SRV-2] $path without a session: 401, over tRPC and REST alike',
  async (procedure) => {
    const before = await tableSizes(database)
    const overTrpc = trpcProblemOf(
      await door.trpc(procedure.type, procedure.path, inputOf(procedure, 'x', 1)),
    )
    const { method, path, sent } = restOf(procedure, inputOf(procedure, 'x', 1))
    const overRest = problemOf(await door.send(method, path, sent))
    expect(overTrpc).toMatchObject({ code: 'people/not-signed-in', status: 401 })
    expect(overRest).toEqual(overTrpc)
    expect(await tableSizes(database)).toEqual(before)
  },
)

test.for(procedures.filter(({ path }) => path.startsWith('steward.') && path !== 'steward.enter'))(
  '[SRV-2] $path by somebody who is no steward: 403',
  async (procedure) => {
    const { token } = await door.guest()
    const answer = await door.trpc(procedure.type, procedure.path, inputOf(procedure, 'x', 1), token)
    expect(trpcProblemOf(answer)).toMatchObject({ code: 'people/not-a-steward', status: 403 })
  },
)

test.for(procedures.filter(({ fields }) => fields.length > 0))(
  '[SRV-2] $path refuses input of another shape, naming a field',
  async (procedure) => {
    for (const input of [null, [], 'x', 7, true]) {
      const problem = trpcProblemOf(await door.trpc(procedure.type, procedure.path, input, ada.token))
      expect(problem, JSON.stringify(input)).toMatchObject({ status: 422, field: expect.any(String) })
    }
    const answer = await door.trpc(procedure.type, procedure.path, {}, ada.token)
    if (answer.status >= 400)
      expect(trpcProblemOf(answer)).toMatchObject({ status: 422, field: expect.any(String) })
  },
)

test.for(fields)(
  '[SRV-2, SRV-3, SRV-5] $path: hostile values of "$field" are taken or refused, never a fault of ours',
  async ({ procedure, field }) => {
    for (const [name, value] of [...UNREADABLE, ...HOSTILE]) {
      if (procedure.type === 'query' && !fitsUrl(value)) continue
      const input = inputOf(procedure, field, value)
      const answer = await door.trpc(procedure.type, procedure.path, input, ada.token)
      const unreadable = UNREADABLE.some(([one]) => one === name)
      if (answer.status < 400) {
        expect(unreadable, `${name} was taken: ${answer.text.slice(0, 200)}`).toBe(false)
        continue
      }
      const problem = trpcProblemOf(answer)
      // The chain of this test is nowhere: the faucet may say so.
      if (problem.code !== 'chain/unreachable' && problem.code !== 'system/no-chain')
        expect(answer.status, `${name}: ${answer.text.slice(0, 300)}`).toBeLessThan(500)
      if (unreadable) expect(problem, name).toMatchObject({ code: 'request/invalid', status: 422 })
    }
  },
)

test.for(fields)(
  '[SRV-1] $path: a bad "$field" is the same problem over REST as over tRPC',
  async ({ procedure, field }) => {
    const bad =
      procedure.type === 'query' || procedure.rest!.path.includes(`{${field}}`) ? 'a\0b' : { a: ['\0'] }
    const input = inputOf(procedure, field, bad)
    const overTrpc = trpcProblemOf(await door.trpc(procedure.type, procedure.path, input, ada.token))
    const { method, path, sent } = restOf(procedure, input)
    const overRest = problemOf(await door.send(method, path, { ...sent, token: ada.token }))
    expect(overRest).toEqual(overTrpc)
    expect(overRest.field).toMatch(new RegExp(`^${field}`))
  },
)
