import { withTx } from '@rowright/db'
import { makeStewardLink } from '@rowright/pipeline/people'
import { openSystem, readEnv } from './env.ts'

/** Prints a one-time link that makes the one who opens it a steward; it works for a day. */
const system = openSystem(readEnv(), 'steward-link')
const token = await withTx(system.database, { kind: 'system', name: 'start' }, (ctx) =>
  makeStewardLink(ctx, { seconds: 86_400 }),
)
process.stdout.write(`${system.config.publicUrl}/steward?token=${token}\n`)
await system.database.pool.end()
