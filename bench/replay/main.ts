import { OperatorError } from '../../scripts/runtime/errors.ts'
import type { System } from '../../scripts/runtime/system.ts'
import { startThrowawaySystem } from '../../scripts/runtime/throwaway.ts'
import { readDataset } from './dataset.ts'
import { ReplayError } from './errors.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { type Played, play } from './play.ts'
import { type Reporter, reporterOn } from './progress.ts'

/** `npm run replay -- DIR`: plays recorded answers of real people through the public HTTP API. */
const abort = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort())
process.once('disconnect', () => abort.abort())
process.stdout.on('error', () => abort.abort()) // `| head` has seen enough

try {
  const options = readOptions(process.argv.slice(2))
  if (options === null) console.log(HELP)
  else {
    const reporter = reporterOn(process.stdout)
    const { report, violations } = await run(options, reporter)
    for (const sentence of violations) console.error(`✗ ${sentence}`)
    console.log(JSON.stringify(report))
    process.exitCode = violations.length > 0 ? 1 : 0
  }
} catch (error) {
  console.error(`✗ ${abort.signal.aborted ? 'Stopped.' : sentenceOf(error)}`)
  process.exitCode = 1
}
process.disconnect?.()

async function run(options: Options, reporter: Reporter): Promise<Played> {
  const { seed, adaptive, url } = options
  const dataset = readDataset(options.folder)
  const counts = `${dataset.tasks.length} tasks, ${dataset.byWorker.size} workers, ${dataset.answers.length} answers`
  reporter.note(`✓ ${dataset.name}  ${counts}`)
  const setup = { dataset, seed, adaptive, reporter, signal: abort.signal }
  if (url !== undefined) return play({ ...setup, urls: [url] })
  const system = await startThrowawaySystem({
    purpose: 'replay',
    progress: reporter,
    counts: options.counts,
    demo: false,
    epochSeconds: 3,
    // Hundreds of accounts from one address are what a replay is.
    env: { RATE_FACTOR: '1000' },
  })
  try {
    abort.signal.throwIfAborted()
    for (const { process } of options.kills) assertRuns(system, process)
    const reached = (moment: string) => {
      for (const kill of options.kills.filter((one) => one.at === moment)) {
        reporter.note(`  kill -9 ${kill.process}`)
        system.kill(kill.process, 'SIGKILL')
      }
    }
    return await play({ ...setup, urls: system.apiUrls, reached })
  } finally {
    await system.stop()
  }
}

function assertRuns(system: System, name: string): void {
  const names = system.processes().map((process) => process.name)
  if (names.includes(name)) return
  throw new ReplayError(`--kill ${name}: there is no such process, only ${names.join(', ')}.`)
}

/** One sentence, whatever went wrong. */
function sentenceOf(error: unknown): string {
  if (error instanceof ReplayError || error instanceof OperatorError) return error.message
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
}
