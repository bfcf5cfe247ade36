// npm run bench -- adaptive <dir> [--target 0.98] [--min 2] [--seeds 10]
// Adaptive overlap replayed on recorded answers: each round every open task gets its next answer (seeded
// order), the pool is refitted, and a task closes once the streaming posterior, with the reliabilities of
// that refit, reaches the target or its answers are used up. Audit samples are left out.
import { parseArgs } from 'node:util'
import {
  type Aggregation,
  type Annotations,
  aggregate,
  onlinePosterior,
  scoreRow,
  uniformPosterior,
} from '@rowright/aggregate'
import { BenchInputError, type Dataset, readCount, readDataset, report, round } from './aggregate-data.ts'
import { pick, seededRandom, shuffleAnswers } from './aggregate-draw.ts'

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

function collect(a: Annotations, target: number, min: number, seed: number): Annotations {
  const order = shuffleAnswers(a, seededRandom(seed))
  const taken = new Uint32Array(a.taskCount)
  let open = order.flatMap((positions, task) => (positions.length > 0 ? [task] : []))
  for (let overlap = 1; open.length > 0; overlap++) {
    for (const task of open) taken[task] = overlap
    open = open.filter((task) => overlap < order[task]!.length)
    if (overlap < min) continue
    const { reliability } = aggregate(collectedSoFar(a, order, taken), { method: 'auto' })
    open = open.filter((task) => {
      let posterior = uniformPosterior(a.classCount)
      for (const n of order[task]!.slice(0, overlap)) {
        posterior = onlinePosterior(posterior, a.label[n]!, reliability[a.labeler[n]!]!)
      }
      return Math.max(...posterior) < target
    })
  }
  return collectedSoFar(a, order, taken)
}

function collectedSoFar(a: Annotations, order: number[][], taken: Uint32Array): Annotations {
  return pick(
    a,
    order.flatMap((positions, task) => positions.slice(0, taken[task])),
  )
}

function score({ posterior }: Aggregation, { truth, annotations: { classCount: K } }: Dataset): number {
  const right = truth.map(({ task, label }) => (label === -1 ? 0 : scoreRow(posterior, task * K, K, label)))
  return right.reduce((sum, value) => sum + value, 0) / truth.length
}
