import { OperatorError } from '../../scripts/runtime/errors.ts'
import { runClients } from './clients.ts'
import { preparePython } from './python.ts'
import { runSnippets } from './snippets.ts'
import { CLIENTS, FEATURES, type Figures, figuresOf, table } from './table.ts'
import { openWorld } from './world.ts'

/** `npm run interop`: six real Python clients read a running system; the last line is what each of them could do. */
const HELP = `npm run interop

Starts a throw-away system with a pool, two releases and a license, and reads it with ${CLIENTS.join(', ')}
from a virtual environment of its own, then runs the lines that the pages show, one by one. Ends with one JSON line {client: {feature: true | false | "n/a"}} and with 1
when something that should work did not.`

try {
  if (process.argv.includes('--help')) console.log(HELP)
  else process.exitCode = await run()
} catch (error) {
  console.error(`✗ ${error instanceof OperatorError ? error.message : (error as Error).stack}`)
  process.exitCode = 1
}
process.disconnect?.()

async function run(): Promise<number> {
  const python = await preparePython((line) => console.log(line))
  const world = await openWorld(python, (line) => console.log(line))
  try {
    const before = await runClients(python, { ...world.config, phase: 'before' })
    await world.endConsent()
    const after = await runClients(python, { ...world.config, phase: 'after' })
    const ran = await runSnippets(python, { ...world.config, phase: 'after' })
    const figures: Figures = figuresOf([...before, ...after])
    for (const { client, feature, ok, detail } of [...before, ...after])
      if (!ok) console.error(`✗ ${client}: ${feature}: ${detail}`)
    console.log(`\n${table(figures)}\n`)
    console.log('Lines of the pages, as they are copied:')
    for (const { name, ok, detail, seconds } of ran)
      console.log(`${ok === null ? '–' : ok ? '✓' : '✗'} ${name}  ${ok ? `${seconds} s` : detail}`)
    console.log(`\n${JSON.stringify(figures)}`)
    const all = CLIENTS.every((client) => FEATURES.every((feature) => figures[client][feature] !== false))
    return all && ran.every(({ ok }) => ok !== false) ? 0 : 1
  } finally {
    await world.stop()
  }
}
