import type { Arranged } from '../arrange.ts'

/** Answers grouped by labeler: those of labeler j are `start[j]` up to `start[j + 1]`, by task, one a task. */
export interface LabelerAnswers {
  start: Uint32Array
  task: Uint32Array
  label: Uint32Array
}

/** Of several answers of one labeler to one task the first counts. */
export function answersByLabeler(a: Arranged): LabelerAnswers {
  const start = new Uint32Array(a.labelerCount + 1)
  const eachFirst = (visit: (n: number, task: number) => void) => {
    for (let i = 0; i < a.taskCount; i++) {
      for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
        if (n === a.start[i] || a.labeler[n] !== a.labeler[n - 1]) visit(n, i)
      }
    }
  }
  eachFirst((n) => {
    start[a.labeler[n]! + 1]! += 1
  })
  for (let j = 0; j < a.labelerCount; j++) start[j + 1]! += start[j]!
  const task = new Uint32Array(start[a.labelerCount]!)
  const label = new Uint32Array(task.length)
  const next = start.slice()
  eachFirst((n, i) => {
    const at = next[a.labeler[n]!]!++
    task[at] = i
    label[at] = a.label[n]!
  })
  return { start, task, label }
}

export interface Shared {
  tasks: number
  equal: number
}

/**
 * Every later labeler who answered a task of `first`, with how many tasks they share and agree on. Touches only
 * what they share: all pairs together take Σ over tasks of answers².
 */
export function sharedTasks(a: Arranged, answers: LabelerAnswers, first: number): Map<number, Shared> {
  const shared = new Map<number, Shared>()
  for (let at = answers.start[first]!; at < answers.start[first + 1]!; at++) {
    const task = answers.task[at]!
    // Within a task the answers are by labeler, so those after `first` are at its end.
    for (let n = a.start[task + 1]! - 1; n >= a.start[task]! && a.labeler[n]! > first; n--) {
      const other = a.labeler[n]!
      if (n > a.start[task]! && a.labeler[n - 1] === other) continue
      const count = shared.get(other) ?? { tasks: 0, equal: 0 }
      count.tasks++
      if (a.label[n] === answers.label[at]) count.equal++
      shared.set(other, count)
    }
  }
  return shared
}
