import { handOver, install } from './bootstrap.mjs'

// Runs the stored statistics of results again from their stored inputs: `npm run verify:results`.
await install()
await handOver('scripts/verifyResults/main.ts', process.argv.slice(2))
