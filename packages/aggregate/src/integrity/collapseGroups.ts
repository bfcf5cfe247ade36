import type { Annotations } from '../aggregation.ts'
import { assertAnnotations, assertIndex, malformed } from '../errors.ts'

/**
 * The annotations in which each group speaks as one voter: per task the label most of its members gave (of
 * equals the one of the lowest-numbered member), in the name of the lowest-numbered member. Other labelers'
 * answers stay as they are; indices keep their meaning.
 * @throws aggregate/index-out-of-range, aggregate/overlapping-groups, and what `aggregate` throws on annotations
 */
export function collapseGroups(a: Annotations, groups: readonly (readonly number[])[]): Annotations {
  assertAnnotations(a)
  const voice = readGroups(groups, a.labelerCount)
  const kept: [task: number, labeler: number, label: number][] = []
  const said = new Map<string, [labeler: number, label: number][]>()
  for (let n = 0; n < a.task.length; n++) {
    const [task, labeler, label] = [a.task[n]!, a.labeler[n]!, a.label[n]!]
    const speaker = voice.get(labeler)
    if (speaker === undefined) {
      kept.push([task, labeler, label])
      continue
    }
    const key = `${speaker} ${task}`
    const together = said.get(key)
    if (together === undefined) said.set(key, [[labeler, label]])
    else together.push([labeler, label])
  }
  for (const [key, answers] of said) {
    const [speaker, task] = key.split(' ')
    kept.push([Number(task), Number(speaker), mostSaid(answers)])
  }
  return {
    ...a,
    task: Uint32Array.from(kept, ([task]) => task),
    labeler: Uint32Array.from(kept, ([, labeler]) => labeler),
    label: Uint32Array.from(kept, ([, , label]) => label),
  }
}

/** Each member's speaker. */
function readGroups(groups: readonly (readonly number[])[], labelerCount: number): Map<number, number> {
  const voice = new Map<number, number>()
  for (const [g, group] of groups.entries()) {
    for (const [at, labeler] of group.entries()) {
      const field = `groups.${g}.${at}`
      assertIndex(field, labeler, labelerCount)
      if (voice.has(labeler)) {
        const message = `Labeler ${labeler} is in two groups.`
        throw malformed('overlapping-groups', field, message, 'Put each labeler into one group.')
      }
      voice.set(labeler, Math.min(...group))
    }
  }
  return voice
}

function mostSaid(answers: [labeler: number, label: number][]): number {
  const counts = new Map<number, number>()
  let top = 0
  for (const [, label] of answers) {
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    top = Math.max(top, count)
  }
  const [, label] = answers
    .filter(([, said]) => counts.get(said) === top)
    .reduce((first, next) =>
      next[0] < first[0] || (next[0] === first[0] && next[1] < first[1]) ? next : first,
    )
  return label
}
