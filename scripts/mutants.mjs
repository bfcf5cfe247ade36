import { handOver, install } from './bootstrap.mjs'

// Breaks the contracts on purpose, one place at a time, and runs their tests: `npm run test:mutants`.
await install()
await handOver('scripts/mutants/main.ts', process.argv.slice(2))
