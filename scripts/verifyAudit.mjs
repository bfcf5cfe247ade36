import { handOver, install } from './bootstrap.mjs'

// Checks an account's exported audit log: `npm run verify:audit -- FILE [HASH]`.
await install()
await handOver('scripts/verify/audit.ts', process.argv.slice(2))
