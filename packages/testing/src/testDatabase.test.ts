import pg from 'pg'
import { describe, expect, test } from 'vitest'

import { startDatabaseServer } from './databaseServer.ts'
import { testDatabase } from './testDatabase.ts'

describe('testDatabase', () => {
  const ada = testDatabase()
  const bo = testDatabase()

  test('gives every caller a database of its own', async () => {
    await ada.pool.query('create table probe (n int)')
    expect(ada.url).not.toBe(bo.url)
    await expect(bo.pool.query('select * from probe')).rejects.toThrow(/does not exist/)
  })

  test('is UTF-8, in UTC and sorts by code point on every machine', async () => {
    const { rows } = await ada.pool.query(
      `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
              array(select x from unnest(array['b', 'A', 'a', 'B']) as x order by x) as sorted`,
    )
    expect(rows[0]).toEqual({ encoding: 'UTF8', zone: 'UTC', sorted: ['A', 'B', 'a', 'b'] })
  })

  test('names the connection that a test left open', async () => {
    const server = await startDatabaseServer({
      adminUrl: ada.url,
      prepare: async (url) => {
        const client = new pg.Client({ connectionString: url })
        await client.connect()
        await client.query('create table prepared (n int)')
        await client.end()
      },
    })
    const { name, url } = await server.clone()
    const leaking = new pg.Client({ connectionString: url, application_name: 'forgotten' })
    leaking.on('error', () => undefined) // the drop below ends it
    await leaking.connect()
    await leaking.query('select * from prepared')

    const leaks = await server.drop(name, 100)
    expect(leaks).toMatchObject([{ application: 'forgotten', lastQuery: 'select * from prepared' }])
    await server.stop()
  })
})
