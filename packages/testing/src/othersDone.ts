import type { TestDatabase } from './testDatabase.ts'

/**
 * Resolves when every transaction that was writing is over, in any database of the server. Numbering waits for them
 * ([REL-11]), whosever they are: another test file's, or Postgres's own that counts rows. A test that wants something
 * numbered at once waits first.
 */
export async function othersDone({ pool }: TestDatabase): Promise<void> {
  const { rows } = await pool.query<{ last: string }>('select pg_current_xact_id() as last')
  for (;;) {
    const { rows: found } = await pool.query<{ done: boolean }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as done',
      [rows[0]!.last],
    )
    if (found[0]!.done) return
    await new Promise((wake) => setTimeout(wake, 10))
  }
}
