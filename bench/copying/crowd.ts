import { taskType } from '@rowright/tasktype'

/** A simulated question: what is right, and what somebody says who is right about each part or not. */
export interface Scene {
  type: 'multi' | 'rating' | 'numeric' | 'spans' | 'transcription'
  schema: unknown
  /** A task: its truth, and an answer by somebody of this ability (in logits, 0 is even). */
  task(random: () => number): { truth: string; answer: (ability: number, style: number) => string }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
/** Standard normal (Box–Muller). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const labels = ['a', 'b', 'c', 'd', 'e', 'f'].map((value) => ({ value, label: value }))

/** Each label is seen or missed apart; some are hard, and then most miss them. */
const multi: Scene = {
  type: 'multi',
  schema: taskType('multi').parseSchema({ labels }),
  task(random) {
    const parts = labels.map(({ value }) => ({ value, there: random() < 0.35, hard: normal(random) - 2.2 }))
    const say = (holds: (part: (typeof parts)[number]) => boolean) =>
      JSON.stringify(parts.filter(holds).map(({ value }) => value))
    return {
      truth: say(({ there }) => there),
      answer: (ability) => say(({ there, hard }) => (random() < sigmoid(ability - hard) ? there : !there)),
    }
  },
}

/** What is between two steps is rated either way; abler people see it more sharply, and some rate higher than others. */
const rating: Scene = {
  type: 'rating',
  schema: taskType('rating').parseSchema({ least: 1, most: 5 }),
  task(random) {
    const real = 0.6 + 4.8 * random()
    const step = (value: number) => String(Math.min(5, Math.max(1, Math.round(value))))
    return {
      truth: step(real),
      answer: (ability, style) => step(real + 0.15 * style + normal(random) * 0.7 * Math.exp(-ability / 3)),
    }
  },
}

/** Counting: small numbers are easy; who errs is off by one, or takes the shadow for one more as many do. */
const numeric: Scene = {
  type: 'numeric',
  schema: taskType('numeric').parseSchema({ least: 0, most: 200, decimals: 0, tolerance: 0 }),
  task(random) {
    const real = 1 + Math.floor(random() ** 2 * 60)
    const hard = Math.log(real) - 3.2 + 0.7 * normal(random)
    const shadow = real + 1 + Math.floor(3 * random())
    const slip = () => Math.max(0, real + Math.round(normal(random) * (1 + real / 15)))
    return {
      truth: String(real),
      answer: (ability) =>
        String(random() < sigmoid(ability - hard) ? real : random() < 0.4 ? shadow : slip()),
    }
  },
}

/** Two names in a text; where a name ends is a habit: some always take the title along. */
const spans: Scene = {
  type: 'spans',
  schema: taskType('spans').parseSchema({ labels: [{ value: 'name', label: 'name' }] }),
  task(random) {
    const names = [0, 40].map((after) => ({
      start: after + 5 + Math.floor(20 * random()),
      title: random() < 0.3,
      hard: normal(random) - 2.2,
      missed: random() < 0.4,
    }))
    const say = (mark: (name: (typeof names)[number]) => [number, number] | null) =>
      JSON.stringify(
        names.flatMap((name) => {
          const [start, end] = mark(name) ?? []
          return start === undefined ? [] : [{ end, label: 'name', start }]
        }),
      )
    return {
      truth: say(({ start }) => [start, start + 8]),
      answer: (ability, style) =>
        say(({ start, title, hard, missed }) => {
          if (random() < sigmoid(ability - hard)) return [title && style > 0.8 ? start - 4 : start, start + 8]
          if (missed) return null
          return [start + Math.floor(3 * random()), start + 6 + Math.floor(4 * random())]
        }),
    }
  },
}

const WORDS = 'all human beings are born free and equal in dignity and rights they are endowed'.split(' ')
/** Lines of some words; some letters are faint, and then there is one misreading that many fall for. */
const transcription: Scene = {
  type: 'transcription',
  schema: taskType('transcription').parseSchema({ language: 'en', tolerancePpm: 20_000 }),
  task(random) {
    const line = Array.from({ length: 6 }, () => WORDS[Math.floor(random() * WORDS.length)]!).join(' ')
    const faint = [...line].map(() => (random() < 0.12 ? 0.5 * normal(random) - 1.5 : -7))
    const letter = () => 'abcdefghijklmnoprstuvwy'[Math.floor(random() * 23)]!
    const looks = [...line].map(letter)
    return {
      truth: JSON.stringify(line),
      answer: (ability) =>
        JSON.stringify(
          [...line]
            .map((char, i) =>
              random() < sigmoid(ability - faint[i]!) ? char : random() < 0.5 ? looks[i]! : letter(),
            )
            .join(''),
        ),
    }
  },
}

export const SCENES: readonly Scene[] = [multi, rating, numeric, spans, transcription]

export interface Plan {
  labelers: number
  tasks: number
  overlap: number
  /** Mean ability in logits: 0.5 is a hard job, 3.5 an easy one, on which everybody agrees by being right. */
  ability: number
  /** Accounts that copy one hand: `random` answers of another task, or an honest labeler's `work`. */
  ring: number
  copies: 'random' | 'work'
  /** Share of the ring's answers that each makes by itself. */
  noise: number
}

/** Answers of a crowd at random tasks, with what is known of none; the ring's accounts are `ring-0`, `ring-1`, … */
export function play(scene: Scene, plan: Plan, random: () => number) {
  const people = Array.from({ length: plan.labelers }, (_, i) => ({
    personId: `person-${i}`,
    ability: 0.8 * normal(random) + plan.ability,
    style: normal(random),
  }))
  const tasks = Array.from({ length: plan.tasks }, () => scene.task(random))
  return tasks.flatMap(({ answer }, t) => {
    const taskId = `task-${t}`
    const said = (personId: string, value: string) => ({
      assignmentId: `${taskId} ${personId}`,
      taskId,
      personId,
      value,
    })
    const drawn = draw(people, plan.overlap, random)
    const honest = drawn.map((one) => said(one.personId, answer(one.ability, one.style)))
    const other = tasks[Math.floor(random() * tasks.length)]!
    const copied = plan.copies === 'random' ? other.truth : answer(plan.ability, 0)
    const ring = Array.from({ length: plan.ring }, (_, r) =>
      said(`ring-${r}`, random() < plan.noise ? answer(plan.ability, 0) : copied),
    )
    return [...honest, ...ring]
  })
}

function draw<T>(from: readonly T[], count: number, random: () => number): T[] {
  const left = [...from]
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0]!,
  )
}
