/**
 * Answers per second, ten million answers, one streaming update; --peer: against crowd-kit
 *
 * npm run bench -- aggregate-speed [--peer]
 * CPU seconds of one process (all its threads) on generated answers. `--peer` runs crowd-kit's Dawid–Skene on
 * the same answers, in a virtual environment made under node_modules/.cache from PyPI: crowd-kit with what its
 * aggregation imports, without the rest of its dependencies.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type Aggregation,
  type Annotations,
  aggregate,
  onlinePosterior,
  uniformPosterior,
} from '@rowright/aggregate'
import { BenchInputError, report, round } from './aggregate/data.ts'
import { seededRandom } from './aggregate/draw.ts'

const PEER = 'crowd-kit==1.4.1'
/** What its aggregation imports. Its deep-learning half asks for transformers and torch, gigabytes that no vote needs. */
const PEER_NEEDS = ['numpy', 'pandas', 'scipy', 'scikit-learn', 'tqdm', 'attrs', 'nltk']
const CLASSES = 4

report(() => {
  const { values } = parseArgs({ options: { peer: { type: 'boolean', default: false } } })
  const million = generate({ taskCount: 200_000, perTask: 5, labelerCount: 2_000, seed: 1 })
  const tenIterations = () => aggregate(million, { method: 'ds', maxIterations: 10 })
  const runs = [1, 2, 3].map(() => cpu(tenIterations))
  if (runs[0]!.result.iterations !== 10) throw new BenchInputError('Converged before 10 iterations.')
  const ours = runs.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[1]!
  console.log(`1,000,000 answers, 10 iterations: ${ours.toFixed(3)} s CPU (median of 3)`)
  const peer = values.peer ? timePeer(million) : undefined
  if (peer !== undefined) console.log(`${PEER}, the same: ${peer.toFixed(3)} s CPU`)
  const onlineMicros = timeOnline()
  const tenMillion = generate({ taskCount: 1_000_000, perTask: 10, labelerCount: 4_000, seed: 2 })
  const big = cpu(() => aggregate(tenMillion, { method: 'ds' }))
  const gigabytes = process.resourceUsage().maxRSS / 2 ** 20
  console.log(
    `10,000,000 answers: ${big.seconds.toFixed(2)} s CPU, ${big.result.iterations} iterations, peak ${gigabytes.toFixed(2)} GB`,
  )
  return {
    annotationsPerSecond: Math.round(million.task.length / ours),
    tenMillionSeconds: round(big.seconds, 3),
    onlineMicros: round(onlineMicros, 3),
    peerRatio: peer === undefined ? null : round(peer / ours, 2),
  }
})

interface Shape {
  taskCount: number
  perTask: number
  labelerCount: number
  seed: number
}

/**
 * Answers in order of arrival (round by round, so neither by task nor by labeler), by labelers who are right
 * in 45 to 95 % of the cases and otherwise prefer the next class.
 */
function generate({ taskCount, perTask, labelerCount, seed }: Shape): Annotations {
  const random = seededRandom(seed)
  const accuracy = Float64Array.from({ length: labelerCount }, () => 0.45 + 0.5 * random())
  const truth = Uint32Array.from({ length: taskCount }, () => Math.floor(random() * CLASSES))
  const n = taskCount * perTask
  const task = new Uint32Array(n)
  const labeler = new Uint32Array(n)
  const label = new Uint32Array(n)
  for (let at = 0; at < n; at++) {
    task[at] = at % taskCount
    labeler[at] = Math.floor(random() * labelerCount)
    const draw = random() - accuracy[labeler[at]!]!
    const off = draw < 0 ? 0 : draw < 0.2 ? 1 : 1 + Math.floor(random() * (CLASSES - 1))
    label[at] = (truth[task[at]!]! + off) % CLASSES
  }
  return { taskCount, labelerCount, classCount: CLASSES, task, labeler, label }
}

function cpu(run: () => Aggregation): { seconds: number; result: Aggregation } {
  const before = process.cpuUsage()
  const result = run()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, result }
}

/** Microseconds for one streaming update, over a million of them. */
function timeOnline(): number {
  const updates = 1_000_000
  let posterior = uniformPosterior(CLASSES)
  const started = performance.now()
  for (let n = 0; n < updates; n++) {
    if (n % 5 === 0) posterior = uniformPosterior(CLASSES)
    posterior = onlinePosterior(posterior, n % CLASSES, 0.6 + (n % 7) / 20)
  }
  return ((performance.now() - started) * 1000) / updates
}

function timePeer(a: Annotations): number {
  const environment = join(import.meta.dirname, '../node_modules/.cache/aggregate-peer')
  const python = join(environment, 'bin/python')
  if (!existsSync(join(environment, 'ready'))) {
    console.log(`Installing ${PEER} from PyPI (once)`)
    execFileSync('python3', ['-m', 'venv', '--clear', environment], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const pip = (...args: string[]) =>
      execFileSync(python, ['-m', 'pip', 'install', '-q', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    pip(...PEER_NEEDS)
    pip('--no-deps', PEER)
    writeFileSync(join(environment, 'ready'), PEER)
  }
  const folder = mkdtempSync(join(tmpdir(), 'aggregate-peer-'))
  try {
    const columns = join(folder, 'columns.u32')
    writeFileSync(
      columns,
      Buffer.concat([a.task, a.labeler, a.label].map((column) => Buffer.from(column.buffer))),
    )
    const script = join(import.meta.dirname, 'aggregate/peer.py')
    return Number(
      execFileSync(python, [script, columns], {
        encoding: 'utf8',
        env: { ...process.env, OMP_NUM_THREADS: '1' },
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
