import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const FOLDER = fileURLToPath(new URL('../../../drizzle/', import.meta.url))
const entries = (
  JSON.parse(readFileSync(`${FOLDER}meta/_journal.json`, 'utf8')) as {
    entries: { idx: number; when: number; tag: string }[]
  }
).entries

/** The migrator runs what is newer than the last one it ran: an entry out of order would be skipped in silence. */
test('the migration journal counts up without gaps', () => {
  expect(entries.length).toBeGreaterThan(0)
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, place) => place))
})

test('each migration is younger than the one before it', () => {
  const late = entries.filter(({ when }, place) => place > 0 && when <= entries[place - 1]!.when)
  expect(late).toEqual([])
})

test('the journal lists every migration, and every listed one is there', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql') && file !== 'schema.sql')
  expect(entries.map(({ tag }) => `${tag}.sql`).sort()).toEqual(files.sort())
})
