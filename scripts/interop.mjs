import { handOver, install } from './bootstrap.mjs'

// Reads a throw-away system with the real Python clients: `npm run interop`.
await install()
await handOver('bench/interop/main.ts', process.argv.slice(2))
