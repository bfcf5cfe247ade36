import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate } from '@rowright/db'

import { ensureDatabase, startPostgres } from '../runtime/postgres.ts'
import { ROOT } from '../runtime/root.ts'
import { temporaryFolder } from '../runtime/temporary.ts'
import { dumpSchema } from './schemaDump.ts'

/** Migrates an empty database and writes `drizzle/schema.sql`; `--check` compares instead. */
const path = join(ROOT, 'drizzle', 'schema.sql')
const folder = await temporaryFolder('schema')
const server = await startPostgres({
  folder: join(folder, 'postgres'),
  log: join(folder, 'postgres.log'),
  durable: false,
})
try {
  await ensureDatabase(server, 'schema')
  await migrate(server.url('schema'))
  const schema = await dumpSchema(server.url('schema'))
  if (!process.argv.includes('--check')) {
    await writeFile(path, schema)
    console.log('drizzle/schema.sql: written')
  } else if ((await readFile(path, 'utf8').catch(() => '')) === schema) {
    console.log('drizzle/schema.sql: up to date')
  } else {
    console.error(
      'drizzle/schema.sql is not what the migrations make. Run `npm run gen` and commit the result.',
    )
    process.exitCode = 1
  }
} finally {
  await server.remove()
  await rm(folder, { recursive: true, force: true })
}
