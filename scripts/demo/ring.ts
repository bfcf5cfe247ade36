import { seededRandom } from '../../bench/aggregate/draw.ts'
import { type Answer, type Dataset, toDataset } from '../../bench/replay/dataset.ts'

export const SYBILS = ['sybil 1', 'sybil 2', 'sybil 3', 'sybil 4', 'sybil 5']
const TASKS = 240
const HONEST = 3
/** Share of a sybil's answers that it changes, so that no two accounts are the same. */
const NOISE = 0.05

/** Part of a crowd: some tasks with a known answer, three random answers each. */
export function partOf(whole: Dataset, seed: number): Dataset {
  const random = seededRandom(seed)
  const byTask = Map.groupBy(whole.answers, (answer) => answer.task)
  const known = [...whole.truth.keys()].filter((task) => byTask.get(task)!.length >= HONEST)
  const tasks = shuffled(known, random).slice(0, TASKS)
  const answers = tasks.flatMap((task) => shuffled(byTask.get(task)!, random).slice(0, HONEST))
  return toDataset(whole.name, answers, new Map(tasks.map((task) => [task, whole.truth.get(task)!])))
}

/** The crowd and five accounts of one person, which all give one random answer to every task. */
export function withRing(crowd: Dataset, seed: number): Dataset {
  const random = seededRandom(seed + 1)
  const draw = () => crowd.labels[Math.floor(random() * crowd.labels.length)]!
  const copies: Answer[] = crowd.tasks.flatMap((task) => {
    const shared = draw()
    return SYBILS.map((worker) => ({ task, worker, label: random() < NOISE ? draw() : shared }))
  })
  return toDataset(crowd.name, [...crowd.answers, ...copies], crowd.truth)
}

/** A crowd where no recorded one is at hand: four labels, 40 people who are right in 65 to 95 % of their answers. */
export function inventedCrowd(seed: number): Dataset {
  const random = seededRandom(seed)
  const labels = ['oak', 'elm', 'ash', 'yew']
  const people = Array.from({ length: 40 }, (_, i) => ({
    worker: `person ${i + 1}`,
    skill: 0.65 + 0.3 * random(),
  }))
  const truth = new Map<string, string>()
  const answers: Answer[] = []
  for (let i = 1; i <= TASKS; i++) {
    const task = `leaf ${i}`
    const right = labels[Math.floor(random() * labels.length)]!
    truth.set(task, right)
    for (const { worker, skill } of shuffled(people, random).slice(0, HONEST)) {
      const wrong = labels.filter((label) => label !== right)
      answers.push({
        task,
        worker,
        label: random() < skill ? right : wrong[Math.floor(random() * wrong.length)]!,
      })
    }
  }
  return toDataset('invented crowd', answers, truth)
}

/** Fisher–Yates. */
function shuffled<T>(from: readonly T[], random: () => number): T[] {
  const all = [...from]
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
