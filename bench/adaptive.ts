/**
 * Accuracy and labels per item with adaptive overlap
 *
 * npm run bench -- adaptive <dir> [--target 0.98] [--min 2] [--seeds 10]
 * Adaptive overlap replayed on recorded answers (seeded order). Every round the pool is refitted; a task is sure
 * when both the refit and the streaming posterior, with the reliabilities of that refit, reach the target; of the
 * tasks that are not and have answers left, the least sure 30 % get their next one. A task that was sure may be
 * asked again: it closes with the last refit. Audit samples are left out.
 */
import { parseArgs } from 'node:util'
import {
  type Aggregation,
  type Annotations,
  aggregate,
  onlinePosterior,
  scoreRow,
  uniformPosterior,
} from '@rowright/aggregate'
import { BenchInputError, type Dataset, readCount, readDataset, report, round } from './aggregate/data.ts'
import { pick, seededRandom, shuffleAnswers } from './aggregate/draw.ts'

/** Share of the open tasks that get an answer between two refits: better known labelers waste fewer answers. */
const ROUND = 0.3

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      target: { type: 'string', default: '0.98' },
      min: { type: 'string', default: '2' },
      seeds: { type: 'string', default: '10' },
    },
  })
  const target = Number(values.target)
  if (!(target > 0 && target < 1))
    throw new BenchInputError(`--target is "${values.target}", not between 0 and 1.`)
  const min = readCount('min', values.min, 1)
  const seeds = readCount('seeds', values.seeds, 1)
  const dataset = readDataset(positionals[0])
  const a = dataset.annotations
  let accuracy = 0
  let answers = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const collected = collect(a, target, min, seed)
    const reached = score(aggregate(collected, { method: 'auto' }), dataset)
    console.log(`seed ${seed}: ${(100 * reached).toFixed(2)} % with ${collected.task.length} answers`)
    accuracy += reached / seeds
    answers += collected.task.length / seeds
  }
  return {
    accuracy: round(accuracy, 6),
    labelsPerItem: round(answers / a.taskCount, 4),
    fixedAccuracy: round(score(aggregate(a, { method: 'auto' }), dataset), 6),
    fixedLabelsPerItem: round(a.task.length / a.taskCount, 4),
  }
})

/** Replays one campaign; the annotations it collects. */
function collect(a: Annotations, target: number, min: number, seed: number): Annotations {
  const order = shuffleAnswers(a, seededRandom(seed))
  const taken = order.map((positions) => Math.min(min, positions.length))
  for (;;) {
    const collected = pick(
      a,
      order.flatMap((positions, task) => positions.slice(0, taken[task])),
    )
    const { confidence, reliability } = aggregate(collected, { method: 'auto' })
    const streaming = (task: number) => {
      let posterior = uniformPosterior(a.classCount)
      for (const n of order[task]!.slice(0, taken[task])) {
        posterior = onlinePosterior(posterior, a.label[n]!, reliability[a.labeler[n]!]!)
      }
      return Math.max(...posterior)
    }
    const open = [...order.keys()]
      .filter((task) => taken[task]! < order[task]!.length)
      .map((task) => ({ task, sure: Math.min(confidence[task]!, streaming(task)) }))
      .filter(({ sure }) => sure < target)
      .toSorted((x, y) => x.sure - y.sure || x.task - y.task)
    if (open.length === 0) return collected
    // At least one task in 200, so that the last few do not take a refit each.
    const asked = Math.max(Math.ceil(open.length * ROUND), Math.ceil(a.taskCount / 200))
    for (const { task } of open.slice(0, asked)) taken[task]! += 1
  }
}

function score({ posterior }: Aggregation, { truth, annotations: { classCount: K } }: Dataset): number {
  const right = truth.map(({ task, label }) => (label === -1 ? 0 : scoreRow(posterior, task * K, K, label)))
  return right.reduce((sum, value) => sum + value, 0) / truth.length
}
