import { handOver, install } from './bootstrap.mjs'

// Recomputes an epoch from its published manifest and the chain: `npm run verify:epoch -- MANIFEST [--rpc URL]`.
await install()
await handOver('scripts/verify/main.ts', process.argv.slice(2))
