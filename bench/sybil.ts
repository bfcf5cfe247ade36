/**
 * A ring of copying accounts against the screen, the collapse and the methods
 *
 * npm run bench -- sybil <dir> [--honest 3] [--sybils 5] [--coverage 1] [--noise 0.05] [--gold 0.01] [--seed 1]
 * Each task keeps so many random answers; the ring's accounts answer `coverage` of the tasks with one shared
 * random label, each account changing 5 %. Ours: screen on gold (sequential test), collapse of copying groups,
 * then `auto`. Accuracy is scored off gold. `falseFlagRate`: pairs with an honest labeler that are flagged in the
 * attack, or with all the dataset's answers and no attack, as a share of the pairs judged in the latter.
 */
import { parseArgs } from 'node:util'
import { type Annotations, aggregate, copyingGroups, type Gold, scoreRow } from '@rowright/aggregate'
import { addRing, defend } from './aggregate/attack.ts'
import { BenchInputError, readCount, readDataset, report, round } from './aggregate/data.ts'
import { pick, seededRandom, shuffle, shuffleAnswers } from './aggregate/draw.ts'

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      honest: { type: 'string', default: '3' },
      sybils: { type: 'string', default: '5' },
      coverage: { type: 'string', default: '1' },
      noise: { type: 'string', default: '0.05' },
      gold: { type: 'string', default: '0.01' },
      seed: { type: 'string', default: '1' },
    },
  })
  const perTask = readCount('honest', values.honest, 1)
  const sybils = readCount('sybils', values.sybils, 1)
  const random = seededRandom(readCount('seed', values.seed, 0))
  const dataset = readDataset(positionals[0])
  const truth = shuffle(dataset.truth, random).filter(({ label }) => label !== -1)
  const gold = truth.slice(0, Math.max(1, Math.round(readShare('gold', values.gold) * truth.length)))
  const scored = truth.slice(gold.length)
  const honest = pick(
    dataset.annotations,
    shuffleAnswers(dataset.annotations, random).flatMap((positions) => positions.slice(0, perTask)),
  )
  const ring = {
    sybils,
    coverage: readShare('coverage', values.coverage),
    noise: readShare('noise', values.noise),
  }
  const attacked = addRing(honest, ring, random)
  const known: Gold = { task: gold.map(({ task }) => task), label: gold.map(({ label }) => label) }
  const score = (a: Annotations, method: 'ds' | 'auto') => {
    const { posterior } = aggregate(a, method === 'ds' ? { method } : { method, gold: known })
    const right = scored.map(({ task, label }) =>
      scoreRow(posterior, task * a.classCount, a.classCount, label),
    )
    return right.reduce((sum, value) => sum + value, 0) / right.length
  }

  const { screened, copying, annotations } = defend(attacked, known)
  const isHonest = (labeler: number) => labeler < honest.labelerCount
  const screenedHonest = screened.filter(isHonest).length
  console.log(
    `${gold.length} golds screen ${screened.length - screenedHonest} of ${sybils} sybils and ${screenedHonest} of ${honest.labelerCount} honest labelers`,
  )
  console.log(`copying groups of the rest: ${JSON.stringify(copying.groups)}`)
  const clean = copyingGroups(dataset.annotations)
  const inAttack = copying.pairs.filter(({ first }) => isHonest(first)).length
  console.log(`false pairs: ${inAttack} in the attack; ${clean.pairs.length} of ${clean.judged} without one`)
  return {
    honest: round(score(honest, 'auto'), 6),
    attackedDs: round(score(attacked, 'ds'), 6),
    attackedOurs: round(score(annotations, 'auto'), 6),
    falseFlagRate: round((inAttack + clean.pairs.length) / Math.max(1, clean.judged), 6),
  }
})

function readShare(name: string, text: string): number {
  const value = Number(text)
  if (text !== '' && value >= 0 && value <= 1) return value
  throw new BenchInputError(`--${name} is "${text}", not between 0 and 1.`)
}
