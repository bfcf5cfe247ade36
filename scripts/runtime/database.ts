import pg from 'pg'

import { OperatorError, systemCode } from './errors.ts'

/** Connects once. Errors: `runtime/database-unreachable`, `runtime/database-version`, naming host and database. */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const place = placeOf(databaseUrl)
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (cause) {
    const why = systemCode(cause) ?? (cause instanceof Error ? cause.message : String(cause))
    const message = `The database at ${place} cannot be reached (${why}); check DATABASE_URL, or leave it unset to get one.`
    throw new OperatorError('runtime/database-unreachable', message, { cause })
  }
  try {
    const { rows } = await client.query<{ version: number; encoding: string }>(
      "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
    )
    const { version, encoding } = rows[0]!
    if (version < 180000 || encoding !== 'UTF8') {
      const message = `The database at ${place} is Postgres ${version / 10000} in ${encoding}; Rowright needs 18 or newer in UTF8.`
      throw new OperatorError('runtime/database-version', message)
    }
  } finally {
    await client.end()
  }
}

/** Host and database, without the password. */
function placeOf(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl)
    return `${host}${pathname}`
  } catch (cause) {
    const message =
      'DATABASE_URL is not a connection string like postgres://user:password@host:5432/rowright.'
    throw new OperatorError('runtime/database-url', message, { cause })
  }
}
