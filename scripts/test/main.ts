import { SUITES, type Tally } from './suites.ts'

/** Second stage of `npm test`. */
const [name, ...args] = process.argv.slice(2)
const chosen = name ? SUITES.filter((suite) => suite.name === name) : SUITES
if (chosen.length === 0) {
  console.error(`✗ There is no suite "${name}"; there are:`)
  for (const suite of SUITES) console.error(`  ${suite.name.padEnd(10)} ${suite.what}`)
  process.exit(1)
}
process.on('SIGINT', () => undefined) // the runners get it too and clean up; we wait for them

const results: (Tally & { name: string; seconds: number })[] = []
for (const suite of chosen) {
  console.log(`\n── ${suite.name}: ${suite.what}`)
  const began = performance.now()
  const tally = await suite.run(args).catch((error: unknown): Tally => {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  results.push({ name: suite.name, ...tally, seconds: (performance.now() - began) / 1000 })
}

console.log('\nsuite        passed  failed  skipped       time')
for (const { name, passed, failed, skipped, seconds } of results) {
  const columns = [String(passed).padStart(7), String(failed).padStart(8), String(skipped).padStart(9)]
  console.log(`${name.padEnd(12)}${columns.join('')}${spent(seconds).padStart(11)}`)
}
const total = (column: keyof Tally) => results.reduce((sum, result) => sum + result[column], 0)
const skipped = total('skipped')
console.log(
  `\n${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
)
process.exitCode = total('failed') > 0 ? 1 : 0

function spent(seconds: number): string {
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} m ${Math.round(seconds % 60)} s`
}
