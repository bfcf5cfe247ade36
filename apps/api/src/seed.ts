import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSender } from '@rowright/chain/post'
import type { Ctx } from '@rowright/db'
import { attachPayout, join as joinPerson, personsByAddress } from '@rowright/pipeline/people'
import { seedPool } from './demo/demoPool.ts'
import { digitsPool } from './demo/digits.ts'
import { linesPool } from './demo/lines.ts'
import { openSystem, readEnv } from './env.ts'

/** The steward's own account gives the demos. */
const ownerWith = (address: string) => async (ctx: Ctx) => {
  const known = (await personsByAddress(ctx, [address])).get(address.toLowerCase())
  if (known) return known
  const joined = await joinPerson(ctx, { name: 'Rowright demo' })
  return (await attachPayout(ctx, { personId: joined, address })).personId
}

// Seeds the demo pools: funded with test dollars, no people, no answers. Running it again changes nothing.
const env = readEnv()
if (env.ROWRIGHT_PROFILE === 'local' && env.KEYS_DIR && env.DEMO_POOL === 'yes') {
  const system = openSystem(env, 'seed')
  const key = readFileSync(join(env.KEYS_DIR, 'admin.key'), 'utf8').trim() as `0x${string}`
  const sender = await openSender(system.config.rpcUrl, key)
  // The digits first: whoever starts labeling without choosing begins there.
  for (const demo of [digitsPool, linesPool]) {
    const name = await seedPool(system, sender, ownerWith(sender.account.address), demo)
    process.stdout.write(`demo pool "${name}"\n`)
  }
  await system.database.pool.end()
} else {
  process.stdout.write('no demo pool\n')
}
