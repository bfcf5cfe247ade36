import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { withTx } from '@rowright/db'
import { keepCanaryHosts } from '@rowright/pipeline/collect'
import { sweepKeyedRequests, sweepRateWindows } from '@rowright/server'
import { makeApp } from './app.ts'
import { openSystem, readEnv } from './env.ts'
import { refuseUnparsed } from './unparsed.ts'

const env = readEnv()
const system = openSystem(env, 'api')
const app = makeApp({
  system,
  webUrl: env.WEB_URL,
  trustedProxies: env.TRUSTED_PROXIES,
  nodeFiles: env.NODE_FILES,
  canaries: env.CANARY_HOSTS,
})
await withTx(system.database, { kind: 'system', name: 'api' }, (ctx) =>
  keepCanaryHosts(ctx, env.CANARY_HOSTS, env.CANARY_SHARE_PPM),
)
const server = serve({ fetch: app.fetch, hostname: env.HOST, port: env.PORT }, (address) => {
  system.database.log.info('listening', { host: env.HOST, port: address.port })
})
refuseUnparsed(server as Server)
const sweeper = setInterval(() => {
  Promise.all([sweepRateWindows(system.database), sweepKeyedRequests(system.database)]).catch(
    (error: Error) => system.database.log.warn('what is over was not swept', { error: error.message }),
  )
}, 300_000)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    clearInterval(sweeper)
    server.close(() => {
      system.database.pool.end().then(() => process.exit(0))
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    // Streams that will not end are cut after five seconds.
    setTimeout(() => process.exit(0), 5_000).unref()
  })
}
