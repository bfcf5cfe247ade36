import { handOver, install } from './bootstrap.mjs'

// Every test, or one suite: `npm test -- unit|contracts|journeys [arguments of its runner]`.
await install()
await handOver('scripts/test/main.ts', process.argv.slice(2))
