import { handOver, install } from './bootstrap.mjs'

// The contracts' tests at length: fuzz 10,000, invariants 1,000 × 2,000 (an hour), or what the environment says.
// `npm run test:deep`, or a part: `npm run test:deep -- --no-match-path 'test/invariants/**'`.
await install()
const {
  FOUNDRY_FUZZ_RUNS = '10000',
  FOUNDRY_INVARIANT_RUNS = '1000',
  FOUNDRY_INVARIANT_DEPTH = '2000',
} = process.env
await handOver('scripts/test/main.ts', ['contracts', ...process.argv.slice(2)], {
  FOUNDRY_FUZZ_RUNS,
  FOUNDRY_INVARIANT_RUNS,
  FOUNDRY_INVARIANT_DEPTH,
})
