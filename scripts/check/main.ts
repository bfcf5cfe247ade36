import { spawnSync } from 'node:child_process'

import { ROOT } from '../runtime/root.ts'

interface Part {
  name: string
  /** Commands that must all end with 0; the first that does not ends the part. */
  commands: string[][]
}

/** Every part runs even when one before it fails. */
const PARTS: Part[] = [
  {
    name: 'format and lint',
    commands: [
      [
        'biome',
        'ci',
        '--diagnostic-level=error',
        '--max-diagnostics=20',
        '--reporter=summary',
        '--colors=off',
        '.',
      ],
    ],
  },
  {
    name: 'types',
    commands: [
      ['tsc', '-p', 'tsconfig.json'],
      ['tsc', '-p', 'e2e/tsconfig.json'],
      ['tsc', '-p', 'apps/extension/tsconfig.json'],
    ],
  },
  {
    name: 'types of the pages',
    commands: [
      ['next', 'typegen', 'apps/web'],
      ['tsc', '-p', 'apps/web/tsconfig.json'],
    ],
  },
  { name: 'architecture', commands: [['vitest', 'run', 'packages/testing/src/architecture']] },
  { name: 'dead code', commands: [['knip']] },
  { name: 'migration journal', commands: [['vitest', 'run', 'packages/testing/src/migrations.test.ts']] },
  { name: 'generated files', commands: [['node', 'scripts/gen.mjs', '--check']] },
]

/** What a failing part says is cut here: the first faults tell enough, and the part can be run alone. */
const MOST_LINES = 80

const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
const failed: string[] = []
for (const { name, commands } of PARTS) {
  const began = performance.now()
  const output: string[] = []
  const ok = commands.every(([tool, ...args]) => {
    const result = spawnSync(tool!, args, { cwd: ROOT, env, encoding: 'utf8', maxBuffer: 64_000_000 })
    output.push(result.stdout ?? '', result.stderr ?? '', result.error?.message ?? '')
    return result.status === 0
  })
  console.log(
    `${ok ? '✓' : '✗'} ${name.padEnd(20)}${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`,
  )
  if (ok) continue
  failed.push(name)
  const lines = output.join('\n').trim().split('\n')
  for (const line of lines.slice(0, MOST_LINES)) console.log(`    ${line}`)
  if (lines.length > MOST_LINES) console.log(`    … ${lines.length - MOST_LINES} more lines`)
}
console.log(`\n${PARTS.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length > 0 ? 1 : 0
