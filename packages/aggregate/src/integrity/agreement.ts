/** The answers to one task, by who agrees with whom. */
export interface Agreements {
  /** Indices of labelers, each once; of answers with equal support the first in this order is taken to be right. */
  labelers: readonly number[]
  /** Row by row: 1 where the answer of one agrees with that of another. Symmetric, 1 with itself. */
  agree: Uint8Array
  /** 1 where the answer agrees with the known one; absent where none is known. */
  right?: Uint8Array
}

/** Difficulties that a task may have, in logits, and how likely each is before anybody answered: a bell of width 1.5. */
export const DIFFICULTIES = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
const WIDTH = 1.5
const PRIOR = DIFFICULTIES.map((d) => Math.exp(-(d * d) / (2 * WIDTH * WIDTH)))
/** Chance that two wrong answers agree before anything is seen: people err alike. */
const WRONG_ALIKE = 1 / 4
const WRONG_PRIOR = 20

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** What the others make of a task: who of the two is right, and how hard it is. */
export interface Outside {
  first: boolean
  second: boolean
  /** Posterior over `DIFFICULTIES`. */
  difficulty: number[]
}

/** A crowd's abilities, by which two labelers can be looked at as the others see them. */
export interface Crowd {
  /** A task without the answers at these two places; null where nobody else says anything about it. */
  without(task: Agreements, first: number, second: number): Outside | null
  /** Whether a labeler is more often right than not, as the others see it. */
  able(labeler: number): boolean
}

/** Whether two labelers agree so often that they may be one. */
export type Suspected = (one: number, other: number) => boolean

/**
 * Whoever may be one with others counts, of a task that they all answered, as their share of one: then a ring has no
 * more of a say than anybody.
 * @param suspected who may be one, of whom neither is heard about the other. @param oneHand those of them of whom easy
 * tasks are not the reason: they are one voice.
 */
export function crowdOf(
  tasks: readonly Agreements[],
  labelerCount: number,
  suspected: Suspected,
  oneHand: Suspected,
): Crowd {
  const even = new Float64Array(labelerCount).fill(1)
  const rough = abilities(tasks, even, oneHand)
  const ability = abilities(
    tasks,
    rough.map((one) => Math.max(0.05, one)),
    oneHand,
  )
  const weight = ability.map((one) => Math.max(0.05, one))
  const harder = DIFFICULTIES.map((d) => Float64Array.from(ability, (one) => Math.log(sigmoid(one - d))))
  const easier = DIFFICULTIES.map((d) => Float64Array.from(ability, (one) => Math.log(sigmoid(d - one))))
  return {
    able: (labeler) => ability[labeler]! > 0,
    without(task, first, second) {
      const n = task.labelers.length
      const [one, two] = [task.labelers[first]!, task.labelers[second]!]
      const others = places(task).filter((at) => at !== first && at !== second)
      // Who may be one with both would speak for them; where that is everybody who is right more often than not, easy
      // tasks are why: those left answer at random, and by them the pair would look wrong together.
      const apart = others.filter((at) => {
        const other = task.labelers[at]!
        return !(suspected(one, other) && suspected(two, other))
      })
      const able = (at: number) => ability[task.labelers[at]!]! > 0
      const heard = thin(apart.some(able) ? apart : others)
      const shares = sharesOf(task, heard, oneHand)
      const best = task.right ? null : bestOf(task, weight, heard, shares)
      if (best === -1) return null
      const isRight = (at: number) => (best === null ? task.right![at]! : task.agree[at * n + best]!) === 1
      const log = PRIOR.map((one) => Math.log(one))
      for (const [i, at] of heard.entries()) {
        if (at === best) continue
        const of = isRight(at) ? harder : easier
        for (let d = 0; d < log.length; d++) log[d]! += shares[i]! * of[d]![task.labelers[at]!]!
      }
      const top = Math.max(...log)
      const odds = log.map((one) => Math.exp(one - top))
      const sum = odds.reduce((total, one) => total + one, 0)
      return {
        first: isRight(first),
        second: isRight(second),
        difficulty: odds.map((one) => one / sum),
      }
    },
  }
}

/** A control task may have a hundred answers; so many of them, evenly taken, tell as well how hard it is. */
const MOST_HEARD = 16
const thin = (heard: readonly number[]): readonly number[] =>
  heard.length <= MOST_HEARD
    ? heard
    : Array.from({ length: MOST_HEARD }, (_, i) => heard[Math.floor((i * heard.length) / MOST_HEARD)]!)

const places = (task: Agreements): number[] => task.labelers.map((_, at) => at)

/** What each of some places counts: its share of those that may be one with it. */
const sharesOf = (task: Agreements, heard: readonly number[], suspected: Suspected): number[] =>
  heard.map((at) => {
    const one = task.labelers[at]!
    return 1 / (1 + heard.filter((other) => other !== at && suspected(one, task.labelers[other]!)).length)
  })

/** The place of the answer that most weight agrees with, of those heard; -1 where nobody is. */
function bestOf(
  task: Agreements,
  weight: Float64Array,
  heard: readonly number[],
  shares: readonly number[],
): number {
  const n = task.labelers.length
  let best = -1
  let most = 0
  for (const candidate of heard) {
    let sum = 0
    for (const [i, at] of heard.entries()) {
      if (task.agree[at * n + candidate] === 1) sum += shares[i]! * weight[task.labelers[at]!]!
    }
    if (sum > most + 1e-9) {
      most = sum
      best = candidate
    }
  }
  return best
}

/** Each labeler's ability in logits: how often they agree with what most weight of the others agrees with. */
function abilities(tasks: readonly Agreements[], weight: Float64Array, suspected: Suspected): Float64Array {
  const right = new Float64Array(weight.length).fill(3)
  const all = new Float64Array(weight.length).fill(4)
  for (const task of tasks) {
    const n = task.labelers.length
    for (let at = 0; at < n; at++) {
      const heard = thin(places(task).filter((other) => other !== at))
      const best = task.right ? null : bestOf(task, weight, heard, sharesOf(task, heard, suspected))
      if (best === -1) continue
      const one = task.labelers[at]!
      all[one]!++
      if ((best === null ? task.right![at] : task.agree[at * n + best]) === 1) right[one]!++
    }
  }
  // A logit averaged over difficulties is flatter than the ability behind it (Zeger, Liang & Albert 1988).
  const flat = Math.sqrt(1 + 0.346 * WIDTH * WIDTH)
  return right.map((sum, j) => flat * Math.log(sum / (all[j]! - sum)))
}

/** How often two answers agree that are both wrong, of pairs of labelers that are not suspected themselves. */
export function wrongAlike(tasks: readonly Agreements[], suspected: Suspected): number {
  const even = new Float64Array(1 + Math.max(0, ...tasks.flatMap((task) => task.labelers))).fill(1)
  let alike = WRONG_ALIKE * WRONG_PRIOR
  let pairs = WRONG_PRIOR
  for (const task of tasks) {
    const n = task.labelers.length
    const all = thin(places(task))
    const best = task.right ? null : bestOf(task, even, all, sharesOf(task, all, suspected))
    const wrong = task.labelers.flatMap((_, at) =>
      (best === null ? task.right![at] : task.agree[at * n + best]) === 1 ? [] : [at],
    )
    for (const [i, one] of wrong.entries()) {
      for (const two of wrong.slice(i + 1)) {
        if (suspected(task.labelers[one]!, task.labelers[two]!)) continue
        pairs++
        alike += task.agree[one * n + two]!
      }
    }
  }
  return alike / pairs
}

/** The ability at which somebody would be right as often as they were on these tasks, by bisection. */
export function abilityFor(difficulties: readonly (readonly number[])[], right: number): number {
  const n = difficulties.length
  // One answer in ten of each kind more than there was: nobody is always right.
  const target = (right + 0.5) / (n + 1)
  const total = DIFFICULTIES.map((_, d) => difficulties.reduce((sum, one) => sum + one[d]!, 0) / n)
  let [low, high] = [-9, 9]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    const expected = DIFFICULTIES.reduce((sum, d, i) => sum + total[i]! * sigmoid(middle - d), 0)
    if (expected < target) low = middle
    else high = middle
  }
  return (low + high) / 2
}
