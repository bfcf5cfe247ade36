import type { Answer, Dataset } from './dataset.ts'
import { tally } from './tally.ts'

/** Tasks that an accuracy is measured on: those with a truth that were not gold. */
export const measured = (dataset: Dataset, gold: ReadonlySet<string>): string[] =>
  [...dataset.truth.keys()].filter((task) => !gold.has(task))

/** Share of the tasks whose result is true, or null without tasks. */
export function accuracyOf(
  tasks: readonly string[],
  truth: ReadonlyMap<string, string>,
  result: ReadonlyMap<string, string>,
): number | null {
  const right = tasks.filter((task) => result.get(task) === truth.get(task)).length
  return share(right, tasks.length)
}

/** The same for the majority of the answers; a tie of k labels with the truth among them counts 1/k. */
export function majorityAccuracyOf(
  tasks: readonly string[],
  truth: ReadonlyMap<string, string>,
  answers: readonly Answer[],
): number | null {
  const byTask = Map.groupBy(answers, (answer) => answer.task)
  let right = 0
  for (const task of tasks) {
    const votes = tally((byTask.get(task) ?? []).map((answer) => answer.label))
    const most = Math.max(...votes.values())
    const winners = [...votes].filter(([, n]) => n === most).map(([label]) => label)
    if (winners.includes(truth.get(task)!)) right += 1 / winners.length
  }
  return share(right, tasks.length)
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number((part / whole).toFixed(6))

/** A labeler fails the control tasks with at least 3 golds wrong and more than half of those they answered. */
export function failedWorkers(
  answers: readonly Answer[],
  truth: ReadonlyMap<string, string>,
  gold: ReadonlySet<string>,
): Set<string> {
  const onGold = Map.groupBy(
    answers.filter((answer) => gold.has(answer.task)),
    (answer) => answer.worker,
  )
  const failed = new Set<string>()
  for (const [worker, all] of onGold) {
    const wrong = all.filter((answer) => answer.label !== truth.get(answer.task)).length
    if (wrong >= 3 && wrong * 2 > all.length) failed.add(worker)
  }
  return failed
}
