import { handOver, install } from './bootstrap.mjs'

// The contracts' tests at length: fuzz 10,000, invariants 1,000 × 2,000. `npm run test:deep`.
await install()
await handOver('scripts/test/main.ts', ['contracts', ...process.argv.slice(2)], {
  FOUNDRY_FUZZ_RUNS: '10000',
  FOUNDRY_INVARIANT_RUNS: '1000',
  FOUNDRY_INVARIANT_DEPTH: '2000',
})
