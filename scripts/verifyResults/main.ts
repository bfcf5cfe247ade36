import { parseArgs } from 'node:util'
import { openDatabase, silentLog, withTx } from '@rowright/db'
import { storedRefits, verifyRefit } from '@rowright/pipeline/consensus'
import { verifyChecks } from '@rowright/pipeline/settlement'
import { OperatorError } from '../runtime/errors.ts'
import { localDatabaseUrl } from '../runtime/postgres.ts'
import { readSettings } from '../runtime/settings.ts'

const SYSTEM = { kind: 'system', name: 'verify' } as const
const USAGE = 'Usage: npm run verify:results -- [--database URL] [--pool ID] [--campaign ID]'

try {
  const { values } = parseArgs({
    options: { database: { type: 'string' }, pool: { type: 'string' }, campaign: { type: 'string' } },
  })
  const settings = readSettings(process.env)
  const url = values.database ?? settings.databaseUrl ?? localDatabaseUrl(settings.dataDir)
  const database = openDatabase(url, { log: silentLog, size: 2 })
  try {
    process.exitCode = (await verify(database, values)) ? 0 : 1
  } finally {
    await database.pool.end()
  }
} catch (error) {
  const usage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (!usage && !(error instanceof OperatorError)) throw error
  console.error(`✗ ${usage ? USAGE : (error as Error).message}`)
  process.exitCode = 1
}

/** Runs every stored refit again, then looks at the checks and pay of each campaign. @returns whether all match. */
async function verify(
  database: ReturnType<typeof openDatabase>,
  only: { pool?: string; campaign?: string },
): Promise<boolean> {
  const read = <T>(work: Parameters<typeof withTx<T>>[2]) => withTx(database, SYSTEM, work)
  const refits = await read((ctx) =>
    storedRefits(ctx, {
      ...(only.pool ? { poolId: only.pool } : {}),
      ...(only.campaign ? { campaignId: only.campaign } : {}),
    }),
  )
  let older = 0
  const campaigns = new Map(refits.map((one) => [one.campaignId, one]))
  const found = async () => {
    for (const one of refits) {
      const difference = await read((ctx) => verifyRefit(ctx, one))
      if (difference === 'version') older++
      else if (difference) return { ...difference, in: `refit ${one.id}` }
    }
    for (const one of campaigns.values()) {
      const difference = await read((ctx) => verifyChecks(ctx, one))
      if (difference) return { ...difference, in: `campaign ${one.campaignId}` }
    }
    return null
  }
  const first = await found()
  console.log(`  ${refits.length} refits of ${campaigns.size} campaigns`)
  if (older > 0) console.log(`  not compared: ${older} refits by methods that have changed since`)
  if (first) {
    const say = (value: unknown) => JSON.stringify(value)
    console.log(
      `differs: ${first.of} ${first.field}: stored ${say(first.stored)}, again ${say(first.recomputed)} (${first.in})`,
    )
  } else console.log('match')
  return first === null
}
