import { handOver, install } from './bootstrap.mjs'

// Which lines and branches of the contracts their unit tests reach: `npm run test:coverage`.
await install()
await handOver('scripts/coverage/main.ts', process.argv.slice(2))
