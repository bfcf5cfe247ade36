/**
 * Copying groups in task types whose answers are no classes: false flags on clean crowds, and rings that are found
 *
 * npm run bench -- copying [--crowds 30] [--labelers 12] [--tasks 400] [--overlap 5] [--seed 1]
 * Honest people differ in ability and habits, tasks in how hard they are, and wrong answers are often alike; hard, middling
 * and easy jobs take turns. Clean crowds count false pairs; then, in a third as many crowds, three more accounts copy
 * one hand: random answers, or one honest labeler's work, each changing 5 %. `false`: flagged share of clean pairs;
 * `random`, `work`: of the ring's pairs the share found; `bystanders`: share of pairs of or with honest people that are
 * flagged beside a ring.
 */
import { parseArgs } from 'node:util'
import { findCopying } from '@rowright/pipeline/consensus'
import { readCount, report, round } from './aggregate/data.ts'
import { seededRandom } from './aggregate/draw.ts'
import { type Plan, play, SCENES, type Scene } from './copying/crowd.ts'

/** Of a hard, a middling and an easy job. */
const ABILITIES = [0.5, 2, 3.5]

report(() => {
  const { values } = parseArgs({
    options: {
      crowds: { type: 'string', default: '30' },
      labelers: { type: 'string', default: '12' },
      tasks: { type: 'string', default: '400' },
      overlap: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
    },
  })
  const random = seededRandom(readCount('seed', values.seed, 0))
  const crowds = readCount('crowds', values.crowds, 1)
  const plan: Plan = {
    labelers: readCount('labelers', values.labelers, 3),
    tasks: readCount('tasks', values.tasks, 20),
    overlap: readCount('overlap', values.overlap, 2),
    ability: 0,
    ring: 0,
    copies: 'work',
    noise: 0.05,
  }
  const found = SCENES.map((scene): [string, object] => {
    const clean = tally(scene, plan, crowds, random)
    const rings = (copies: Plan['copies']) =>
      tally(scene, { ...plan, ring: 3, copies }, Math.ceil(crowds / 3), random)
    const [atRandom, work] = [rings('random'), rings('work')]
    const one = {
      pairs: clean.judged,
      false: round(clean.flagged / Math.max(1, clean.judged), 6),
      random: round(atRandom.ring / (3 * Math.ceil(crowds / 3)), 3),
      work: round(work.ring / (3 * Math.ceil(crowds / 3)), 3),
      bystanders: round((atRandom.flagged + work.flagged) / Math.max(1, atRandom.judged + work.judged), 6),
    }
    console.log(`${scene.type}: ${JSON.stringify(one)}`)
    return [scene.type, one]
  })
  return Object.fromEntries(found)
})

function tally(scene: Scene, plan: Plan, crowds: number, random: () => number) {
  const sum = { judged: 0, flagged: 0, ring: 0 }
  for (let n = 0; n < crowds; n++) {
    const question = { taskType: scene.type, schema: scene.schema, labels: [] }
    const { pairs, judged } = findCopying(
      play(scene, { ...plan, ability: ABILITIES[n % ABILITIES.length]! }, random),
      new Map(),
      question,
    )
    const rings = pairs.filter(({ first, second }) => first.startsWith('ring') && second.startsWith('ring'))
    sum.judged += judged
    sum.flagged += pairs.length - rings.length
    sum.ring += rings.length
  }
  return sum
}
