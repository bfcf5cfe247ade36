import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'

import { until } from './background.ts'
import { checkDatabase } from './database.ts'
import { isAlive, sendSignal } from './identity.ts'
import { freePort } from './ports.ts'
import { ensureDatabase, startPostgres } from './postgres.ts'
import { temporaryFolder } from './temporary.ts'

const folder = await temporaryFolder('postgres')
afterAll(() => rm(folder, { recursive: true, force: true }))

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

test('[RUN-3] what was committed is there after kill -9, and nobody has to clean up', async () => {
  const place = { folder: join(folder, 'killed'), log: join(folder, 'killed.log') }
  const first = await startPostgres(place)
  await ensureDatabase(first, 'ada')
  await ask(first.url('ada'), 'create table answer as select 7 as digit')
  sendSignal(first.identity.pid, 'SIGKILL')
  await until(async () => !isAlive(first.identity), { withinMs: 300_000 })

  const second = await startPostgres(place)
  expect(await ask(second.url('ada'), 'select digit from answer')).toEqual([{ digit: 7 }])
  await second.stop()
})

test('[RUN-4] a server that a killed start left running is taken over', async () => {
  const place = { folder: join(folder, 'left'), log: join(folder, 'left.log'), durable: false }
  const left = await startPostgres(place)
  const next = await startPostgres(place)
  expect(isAlive(left.identity)).toBe(false)
  await checkDatabase(next.url('postgres'))
  await next.stop()
})

test('[RUN-5] an interrupted initdb is done again', async () => {
  const place = { folder: join(folder, 'partial'), log: join(folder, 'partial.log'), durable: false }
  await mkdir(join(place.folder, 'data.partial', 'base'), { recursive: true })
  const server = await startPostgres(place)
  await server.remove()
})

test('[RUN-6] an unreachable database is one sentence without the password', async () => {
  const port = await freePort()
  await expect(checkDatabase(`postgres://ada:secret@127.0.0.1:${port}/rowright`)).rejects.toThrow(
    `The database at 127.0.0.1:${port}/rowright cannot be reached (ECONNREFUSED); check DATABASE_URL, or leave it unset to get one.`,
  )
  await expect(checkDatabase('rowright')).rejects.toThrow(/DATABASE_URL is not a connection string/)
})
