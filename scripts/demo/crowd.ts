import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { majorityAccuracyOf, measured } from '../../bench/replay/accuracy.ts'
import { type Dataset, readDataset } from '../../bench/replay/dataset.ts'
import { drawGold } from '../../bench/replay/names.ts'
import { play } from '../../bench/replay/play.ts'
import { reporterOn } from '../../bench/replay/progress.ts'
import { ROOT } from '../runtime/root.ts'
import { startThrowawaySystem } from '../runtime/throwaway.ts'
import { verifyEpoch } from '../verify/epoch.ts'
import { inventedCrowd, partOf, SYBILS, withRing } from './ring.ts'

const SEED = 1
/** Recorded answers of real people, where somebody has put them beside the checkout. */
const RECORDED = join(ROOT, '..', 'shared', 'data', 'crowd', 'dog')

/**
 * A crowd and five copying accounts go through the whole system over HTTP. Shows what the majority and what Rowright
 * make of it, what the five earned, and that the epoch recomputes from its manifest alone.
 * @returns whether all of it came out as it must.
 */
export async function crowd([folder]: string[], signal: AbortSignal): Promise<boolean> {
  const began = performance.now()
  const reporter = reporterOn(process.stdout)
  const honest = crowdOf(folder)
  const attacked = withRing(honest, SEED)
  const gold = drawGold([...attacked.truth.keys()], String(SEED))
  const judgedOn = measured(attacked, gold)
  const people = honest.byWorker.size
  reporter.note(
    `✓ ${honest.name}: ${honest.tasks.length} tasks, 3 answers each of ${people} people; five accounts of one person answer all of them alike, at random`,
  )
  const system = await startThrowawaySystem({
    purpose: 'demo',
    progress: reporter,
    counts: { api: 1, web: 0, worker: 1 },
    demo: false,
    epochSeconds: 2,
    env: { RATE_FACTOR: '1000' },
  })
  try {
    signal.throwIfAborted()
    const { report, earned, violations } = await play({
      urls: system.apiUrls,
      dataset: attacked,
      seed: String(SEED),
      adaptive: false,
      reporter,
      signal,
    })
    for (const sentence of violations) console.error(`✗ ${sentence}`)
    const url = system.apiUrls[0]!
    const { whole, changed } = await verifyBoth(url, system.dataDir)
    const before = majorityAccuracyOf(judgedOn, honest.truth, honest.answers)!
    const sybils = SYBILS.map((name) => earned.get(name) ?? 0n)
    const others = [...earned].filter(([name]) => !SYBILS.includes(name)).map(([, amount]) => amount)
    const held = report.accuracy! > before - 0.05

    console.log(`
                                     right answers
  majority of the honest answers     ${percent(before)}
  majority with the five copies      ${percent(report.majorityAccuracy!)}
  Rowright with the five copies      ${percent(report.accuracy!)}

                                     earned
  the five copies                    ${dollars(sum(sybils))} for ${SYBILS.length * attacked.tasks.length} answers
  ${`the ${people} people`.padEnd(35)}${dollars(sum(others))} for ${honest.answers.length} answers

  verify:epoch                       ${whole ?? 'match'}
  verify:epoch, one digit changed    ${changed ?? 'match'}

  ${((performance.now() - began) / 1000).toFixed(0)} s`)
    return violations.length === 0 && held && sum(sybils) === 0n && whole === null && changed !== null
  } finally {
    await system.stop()
  }
}

function crowdOf(folder: string | undefined): Dataset {
  if (folder !== undefined) return partOf(readDataset(folder), SEED)
  return existsSync(RECORDED) ? partOf(readDataset(RECORDED), SEED) : inventedCrowd(SEED)
}

/** What `verify:epoch` says of the epoch that paid the work, and of the same with one digit of one leaf changed. */
async function verifyBoth(
  url: string,
  folder: string,
): Promise<{ whole: string | null; changed: string | null }> {
  const { items } = (await (await fetch(`${url}/v1/epochs`)).json()) as {
    items: { number: number; lines: number }[]
  }
  const most = items.reduce((a, b) => (b.lines > a.lines ? b : a))
  const source = `${url}/v1/epochs/${most.number}/manifest`
  const rpc = `${url}/rpc`
  const { differs } = await verifyEpoch(source, rpc)

  const manifest = JSON.parse(await (await fetch(source)).text()) as { accounts: { cumulative: string }[] }
  const leaf = manifest.accounts[Math.floor(manifest.accounts.length / 2)]!
  const digit = leaf.cumulative.at(-1) === '9' ? '8' : String(Number(leaf.cumulative.at(-1)) + 1)
  leaf.cumulative = leaf.cumulative.slice(0, -1) + digit
  const file = join(folder, `epoch-${most.number}.json`)
  await writeFile(file, JSON.stringify(manifest))
  return { whole: differs, changed: (await verifyEpoch(file, rpc)).differs }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
/** Base units of the test dollar, six decimals. */
const dollars = (amount: bigint): string => `${(Number(amount) / 1e6).toFixed(2)} tUSD`
