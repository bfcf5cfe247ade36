/**
 * Accuracy of a method on a dataset
 *
 * npm run bench -- aggregate <dir> [--method m] [--gold n] [--labels-per-item n] [--seed s]
 * Accuracy on tasks with a truth that are not gold; a tie of t classes counts 1/t.
 */
import { parseArgs } from 'node:util'
import { type Annotations, aggregate, type Method, scoreRow, VERSIONS } from '@rowright/aggregate'
import { BenchInputError, readCount, readDataset, report, round } from './aggregate/data.ts'
import { pick, seededRandom, shuffle, shuffleAnswers } from './aggregate/draw.ts'

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      method: { type: 'string', default: 'auto' },
      gold: { type: 'string', default: '0' },
      'labels-per-item': { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  })
  const method = readMethod(values.method)
  const goldCount = readCount('gold', values.gold, 0)
  const random = seededRandom(readCount('seed', values.seed, 0))
  const dataset = readDataset(positionals[0])
  const truth = shuffle(dataset.truth, random)
  if (goldCount >= truth.length)
    throw new BenchInputError(`There are only ${truth.length} tasks with a truth.`)
  const perItem = values['labels-per-item']
  const annotations =
    perItem === undefined
      ? dataset.annotations
      : subsample(dataset.annotations, readCount('labels-per-item', perItem, 1), random)
  // A truth that nobody ever answered is not a class of this dataset, so it cannot be given as gold.
  const known = truth.slice(0, goldCount).filter(({ label }) => label !== -1)
  const gold = { task: known.map(({ task }) => task), label: known.map(({ label }) => label) }

  const started = performance.now()
  const result = aggregate(annotations, { method, gold })
  const seconds = (performance.now() - started) / 1000

  const scored = truth.slice(goldCount)
  const K = annotations.classCount
  const right = scored.reduce(
    (sum, { task, label }) => sum + (label === -1 ? 0 : scoreRow(result.posterior, task * K, K, label)),
    0,
  )
  return {
    dataset: dataset.name,
    method: result.method,
    tasks: annotations.taskCount,
    workers: annotations.labelerCount,
    annotations: annotations.task.length,
    accuracy: round(right / scored.length, 6),
    seconds: round(seconds, 6),
    annotationsPerSecond: Math.round(annotations.task.length / seconds),
  }
})

function readMethod(text: string): Method | 'auto' {
  if (text === 'auto' || Object.hasOwn(VERSIONS, text)) return text as Method | 'auto'
  throw new BenchInputError(`--method is "${text}", not one of auto, ${Object.keys(VERSIONS).join(', ')}.`)
}

function subsample(a: Annotations, perTask: number, random: () => number): Annotations {
  return pick(
    a,
    shuffleAnswers(a, random).flatMap((positions) => positions.slice(0, perTask)),
  )
}
