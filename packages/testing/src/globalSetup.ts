import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { migrate } from '@rowright/db'
import type { TestProject } from 'vitest/node'

import { type DatabaseServer, startDatabaseServer } from './databaseServer.ts'
import { drawIdsFromSeed } from './drawIdsFromSeed.ts'
import { env } from './env.ts'
import { runSeed } from './seededRandom.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `testDatabase()` asks for copies of the template, and `compiled()` for the contracts. */
    databaseBroker: string
  }
}

/**
 * Runs once in Vitest's main process. Test files live in workers and cannot share a server handle, so they ask this
 * loopback broker: POST / → a copy of the template, DELETE /NAME → drop it, PUT / → the contracts are built. Postgres
 * starts and forge runs at the first request, so a run without such tests does not pay for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<DatabaseServer> | undefined
  const start = () => {
    server ??= startDatabaseServer({ adminUrl: env.TEST_DATABASE_URL, prepare })
    return server
  }
  let built: Promise<unknown> | undefined
  const answer = async (method: string, path: string): Promise<unknown> => {
    if (method === 'PUT') {
      built ??= build()
      await built
      return {}
    }
    if (method === 'POST') return (await start()).clone()
    return (await start()).drop(path.slice(1))
  }
  const broker = createServer((request, response) => {
    answer(request.method ?? '', request.url ?? '/').then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error instanceof Error ? error.stack : error)),
    )
  })
  broker.keepAliveTimeout = 0 // whoever asks closes: a busy file would send on what was closed here a moment ago
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  project.provide('databaseBroker', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`)

  return async () => {
    broker.close()
    broker.closeAllConnections()
    await (await server?.catch(() => undefined))?.stop() // a failed start has told its test file and cleaned up
  }
}

/** In a process of its own: building takes half a minute, and this one has to answer. */
const build = () =>
  promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    "import { compile } from '@rowright/chain/post'; compile()",
  ])

/** The template's content: every migration, applied the way production applies them, and ids that repeat. */
async function prepare(url: string): Promise<void> {
  if (!existsSync(new URL('../../../drizzle/meta/_journal.json', import.meta.url))) return
  await migrate(url)
  await drawIdsFromSeed(url, runSeed)
}
