import { handOver, install } from './bootstrap.mjs'

// Everything that can be said about the code without running the product: `npm run check`.
await install()
await handOver('scripts/check/main.ts', process.argv.slice(2))
