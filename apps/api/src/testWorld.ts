import type { Problem } from '@rowright/protocol'
import type { TestDatabase } from '@rowright/testing'
import { newPerson, type TestPerson } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Answer, Session, TestDoor, TrpcAnswer } from './testDoor.ts'

/** A person with a signing key who is signed in. */
export type Someone = TestPerson & Session

export async function someone(
  door: TestDoor,
  database: TestDatabase,
  name: string,
  address?: string,
): Promise<Someone> {
  const guest = await door.guest()
  const person = await database.tx(async (ctx) => {
    const made = await newPerson(ctx, name, address)
    await ctx.tx.execute(sql`update auth_user set person_id = ${made.id} where person_id = ${guest.personId}`)
    return made
  })
  return { ...guest, ...person, personId: person.id }
}

/** Rows of every table: what "nothing was written" is measured by. Requests are counted whatever becomes of them. */
export async function tableSizes(database: TestDatabase): Promise<Record<string, number>> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name not in ('rate_window', 'auth_session', 'auth_user') order by 1`,
  )
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as n from "${name}"`)
  const { rows } = await database.pool.query<{ name: string; n: number }>(counts.join(' union all '))
  return Object.fromEntries(rows.map((row) => [row.name, row.n]))
}

/** What no answer may hold: stack frames, SQL, paths of the machine. */
const LEAKS =
  /\n\s+at |node_modules|\.ts:\d|\b(select|insert into|update|delete) .{0,200}\b(from|set|values|where)\b|\/packages\//i

/** The problem of a refused REST call, complete and without leaks. [SRV-1, SRV-3] */
export function problemOf(answer: Answer<unknown>): Problem {
  expect(answer.text, 'a leak').not.toMatch(LEAKS)
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400)
  expect(answer.headers.get('content-type'), answer.text).toBe('application/problem+json')
  return complete(answer.json as Problem, answer.status)
}

/** The problem of a refused tRPC call: the same thing in `error.data.problem`. [SRV-1, SRV-3] */
export function trpcProblemOf(answer: Answer<TrpcAnswer>): Problem {
  expect(answer.text, 'a leak').not.toMatch(LEAKS)
  expect(answer.json?.error, answer.text).toBeDefined()
  const { data } = answer.json.error!
  expect(data.stack).toBeUndefined()
  expect(data.httpStatus).toBe(answer.status)
  return complete(data.problem, answer.status)
}

function complete(problem: Problem, status: number): Problem {
  expect(problem).toMatchObject({
    type: `urn:rowright:problem:${problem.code}`,
    code: expect.stringMatching(/^[a-z]+\/[a-z-]+$/),
    title: expect.stringMatching(/\S/),
    detail: expect.stringMatching(/\S/),
    retryable: expect.any(Boolean),
    status,
  })
  return problem
}
