import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nativeBinary } from '@rowright/chain/local'
import { ROOT } from '../runtime/root.ts'

/**
 * Which lines and branches of `contracts/src` the unit tests reach; anything below 100 % that is not explained here
 * fails. Without invariants: they reach much, and say little of what is checked. Forge's coverage builds without
 * optimizer and reads sources below its own folder only, so contracts and libraries are copied into one.
 */
const EXPLAINED: Record<string, string> = {
  'src/TestDollar.sol': 'play money of local chains; wallets ask for its decimals, no contract does',
}

const CONTRACTS = join(ROOT, 'contracts')
const COPY = join(CONTRACTS, 'cache', 'coverage')
const REPORT = join(COPY, 'lcov.info')

for (const name of ['src', 'test', 'lib']) rmSync(join(COPY, name), { recursive: true, force: true })
mkdirSync(join(COPY, 'lib'), { recursive: true })
for (const name of ['src', 'test']) cpSync(join(CONTRACTS, name), join(COPY, name), { recursive: true })
rmSync(join(COPY, 'test', 'invariants'), { recursive: true })
const modules = join(ROOT, 'node_modules')
cpSync(join(modules, '@openzeppelin/contracts'), join(COPY, 'lib/openzeppelin'), { recursive: true })
cpSync(join(modules, '@uniswap/v4-core/lib/forge-std/src'), join(COPY, 'lib/forge-std'), { recursive: true })
const config = readFileSync(join(CONTRACTS, 'foundry.toml'), 'utf8')
  .replace('"./solc.mjs"', JSON.stringify(join(CONTRACTS, 'solc.mjs')))
  .replace('../node_modules/@openzeppelin/contracts/', 'lib/openzeppelin/')
  .replace('../node_modules/@uniswap/v4-core/lib/forge-std/src/', 'lib/forge-std/')
  .replaceAll('"../node_modules"', '"lib"')
writeFileSync(join(COPY, 'foundry.toml'), config)

const args = ['coverage', '--report', 'lcov', '--report-file', REPORT]
const env = { ...process.env, FOUNDRY_PROFILE: 'test', ARTIFACTS: 'none' }
const { status, stdout, stderr } = spawnSync(nativeBinary('forge'), args, {
  cwd: COPY,
  env,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
})
if (status !== 0) {
  console.error([...stdout.split('\n').slice(-40), stderr].join('\n'))
  process.exit(1)
}

let missed = 0
for (const part of readFileSync(REPORT, 'utf8').split('end_of_record')) {
  const file = /^SF:(src\/.*)$/m.exec(part)?.[1]
  if (!file) continue
  const count = (key: string) => Number(new RegExp(`^${key}:(\\d+)$`, 'm').exec(part)?.[1] ?? 0)
  const [lines, linesHit, branches, branchesHit] = ['LF', 'LH', 'BRF', 'BRH'].map(count) as [
    number,
    number,
    number,
    number,
  ]
  const whole = lines === linesHit && branches === branchesHit
  const mark = whole ? '✓' : EXPLAINED[file] ? '≈' : '✗'
  if (mark === '✗') missed += 1
  const reached = `${linesHit}/${lines} lines`.padEnd(16) + `${branchesHit}/${branches} branches`
  console.log(`${mark} ${file.padEnd(24)} ${reached}${mark === '≈' ? `  ${EXPLAINED[file]}` : ''}`)
  if (mark === '✗')
    for (const [, line] of part.matchAll(/^DA:(\d+),0$/gm)) console.log(`    ${file}:${line} is not reached`)
}
process.exitCode = missed > 0 ? 1 : 0
