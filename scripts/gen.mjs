import { install, runTool } from './bootstrap.mjs'

// Regenerates ABIs, migrations, drizzle/schema.sql and the list of errors; `--check` fails when one of them is stale.
await install()
const check = process.argv.includes('--check') ? ['--check'] : []
const steps = [
  'packages/chain/gen.mjs',
  'scripts/gen/migrations.ts',
  'scripts/gen/schema.ts',
  'scripts/gen/problems.ts',
  'scripts/gen/routeProblems.ts',
]
const failed = steps.filter((step) => runTool('node', [step, ...check]) !== 0)
if (failed.length > 0) process.exitCode = 1
