/**
 * Accuracy and labels per item with adaptive overlap
 *
 * npm run bench -- adaptive <dir> [--target 0.98] [--min 2] [--seeds 10]
 * Adaptive overlap replayed on recorded answers: each round every open task gets its next answer (seeded
 * order), the pool is refitted, and a task closes once the streaming posterior, with the reliabilities of
 * that refit, reaches the target or its answers are used up. At the end a refit that puts a closed task below
 * the target opens it again. Audit samples are left out.
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
  const collected = () =>
    pick(
      a,
      order.flatMap((positions, task) => positions.slice(0, taken[task])),
    )
  const unsure = (tasks: number[], isSure: (task: number, refit: Aggregation) => boolean) => {
    const refit = aggregate(collected(), { method: 'auto' })
    const again = tasks.filter((task) => taken[task]! < order[task]!.length && !isSure(task, refit))
    for (const task of again) taken[task]! += 1
    return again
  }
  const streams = (task: number, { reliability }: Aggregation) => {
    let posterior = uniformPosterior(a.classCount)
    for (const n of order[task]!.slice(0, taken[task])) {
      posterior = onlinePosterior(posterior, a.label[n]!, reliability[a.labeler[n]!]!)
    }
    return Math.max(...posterior) >= target
  }
  const all = [...order.keys()]
  let open = all
  while (open.length > 0) open = unsure(open, streams)
  do open = unsure(all, (task, { confidence }) => confidence[task]! >= target)
  while (open.length > 0)
  return collected()
}

function score({ posterior }: Aggregation, { truth, annotations: { classCount: K } }: Dataset): number {
  const right = truth.map(({ task, label }) => (label === -1 ? 0 : scoreRow(posterior, task * K, K, label)))
  return right.reduce((sum, value) => sum + value, 0) / truth.length
}
