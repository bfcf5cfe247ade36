import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'

import { nativeBinary } from '@rowright/chain/local'
import { ROOT } from '../runtime/root.ts'
import { build, dependentsOf, readSources } from './compiler.ts'
import { apply, type Mutant, mutants } from './mutations.ts'

/**
 * Breaks the contracts in one place at a time and runs their unit tests: a mutant that no test notices is a test that
 * is missing. By hand, not in CI: some 10 s a mutant. Survivors that no test can tell from the original are explained
 * in `contracts/test/survivors.json` by file, text and reason; any other survivor fails the run.
 *
 * `npm run test:mutants [-- --most N] [--all] [--file Rewards] [--seed S]`
 */
const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '100' },
    all: { type: 'boolean', default: false },
    file: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})

interface Survivor {
  file: string
  before: string
  after: string
  reason: string
}

const CONTRACTS = join(ROOT, 'contracts')
const CACHE = join(CONTRACTS, 'cache', 'mutants')
const SOUND = join(CACHE, 'sound')
const BROKEN = join(CACHE, 'broken')
const explained = JSON.parse(readFileSync(join(CONTRACTS, 'test', 'survivors.json'), 'utf8')) as Survivor[]

const sources = readSources()
const shipped = [...sources.keys()].filter(
  (name) => !name.includes('/interfaces/') && !name.endsWith('/TestDollar.sol'),
)
rmSync(CACHE, { recursive: true, force: true })
console.log('… Building the contracts as they are')
const wrong = build([...sources.keys()], sources, SOUND)
if (wrong) throw new Error(wrong)
if (!survives(SOUND)) {
  console.error('✗ The tests fail on the contracts as they are; mend that first: npm test -- contracts')
  process.exit(1)
}

const all = mutants(new Set(shipped), sources).filter(
  ({ file }) => !values.file || file === `src/${values.file}.sol`,
)
const chosen = values.all ? all : spread(all, Number(values.most), values.seed)
console.log(`${chosen.length} of ${all.length} mutants\n`)

const tally = { killed: 0, explained: 0, survived: 0, invalid: 0 }
for (const [i, mutant] of chosen.entries()) {
  const outcome = judge(mutant)
  tally[outcome.kind] += 1
  const mark = { killed: '✓', explained: '≈', survived: '✗', invalid: '–' }[outcome.kind]
  console.log(`${String(i + 1).padStart(4)} ${mark} ${outcome.kind.padEnd(9)} ${mutant.id}`)
  if (outcome.kind === 'killed') continue
  console.log(`       ${oneLine(mutant.before)}  →  ${oneLine(mutant.after)}`)
  if (outcome.why) console.log(`       ${outcome.why}`)
}
rmSync(CACHE, { recursive: true, force: true })
const { killed, explained: known, survived, invalid } = tally
console.log(
  `\n${killed} killed, ${known} survive with a reason, ${survived} survive, ${invalid} do not compile`,
)
process.exitCode = survived > 0 ? 1 : 0

function judge(mutant: Mutant): { kind: keyof typeof tally; why?: string } {
  const broken = new Map(sources).set(mutant.file, apply(mutant, sources.get(mutant.file)!))
  rmSync(BROKEN, { recursive: true, force: true })
  cpSync(SOUND, BROKEN, { recursive: true })
  const error = build([...dependentsOf(mutant.file, sources)], broken, BROKEN)
  if (error) return { kind: 'invalid', why: error.split('\n')[0] }
  if (!survives(BROKEN)) return { kind: 'killed' }
  const reason = explained.find(
    ({ file, before, after }) =>
      `src/${file}` === mutant.file && before === oneLine(mutant.before) && after === oneLine(mutant.after),
  )?.reason
  return reason ? { kind: 'explained', why: reason } : { kind: 'survived' }
}

/** Whether every unit test passes with the artifacts of a folder in place of the shipped ones. */
function survives(artifacts: string): boolean {
  const args = ['test', '--no-match-path', 'test/invariants/**', '--fail-fast', '--fuzz-runs', '64']
  const env = { ...process.env, FOUNDRY_PROFILE: 'test', ARTIFACTS: relative(CONTRACTS, artifacts) }
  const { status, stdout } = spawnSync(nativeBinary('forge'), args, { cwd: CONTRACTS, env, encoding: 'utf8' })
  if (status !== 0 && artifacts === SOUND) console.error(stdout.split('\n').slice(-40).join('\n'))
  return status === 0
}

/** The same draw for the same seed: as even over kinds and files as there are mutants of each. */
function spread(from: readonly Mutant[], most: number, seed: string): Mutant[] {
  const groups = [...Map.groupBy(from, ({ file, kind }) => `${file} ${kind}`).values()].map((group) =>
    group.map((mutant) => ({ mutant, at: hash(`${seed} ${mutant.id}`) })).sort((a, b) => a.at - b.at),
  )
  const drawn: Mutant[] = []
  for (let turn = 0; drawn.length < Math.min(most, from.length); turn++) {
    for (const group of groups) {
      const next = group[turn]
      if (next && drawn.length < most) drawn.push(next.mutant)
    }
  }
  return drawn.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start)
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (const byte of Buffer.from(text)) h = Math.imul(h ^ byte, 0x01000193) >>> 0
  return h
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
