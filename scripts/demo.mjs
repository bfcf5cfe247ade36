import { handOver, install } from './bootstrap.mjs'

// Shows one thing on a system of its own, in under 90 seconds: `npm run demo -- NAME`.
await install()
await handOver('scripts/demo/main.ts', process.argv.slice(2))
