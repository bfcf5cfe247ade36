import {
  type Annotations,
  type Copying,
  collapseGroups,
  copyingGroups,
  type Gold,
  sequentialGoldTest,
} from '@rowright/aggregate'
import { pick } from './draw.ts'

interface Ring {
  sybils: number
  /** Share of the tasks each sybil answers, and of its answers that it draws anew. */
  coverage: number
  noise: number
}

/** Adds a ring whose accounts repeat one random label per task. They are the last labelers. */
export function addRing(a: Annotations, ring: Ring, random: () => number): Annotations {
  const rows: [task: number, labeler: number, label: number][] = []
  const draw = () => Math.floor(random() * a.classCount)
  for (let task = 0; task < a.taskCount; task++) {
    const shared = draw()
    for (let s = 0; s < ring.sybils; s++) {
      if (random() >= ring.coverage) continue
      rows.push([task, a.labelerCount + s, random() < ring.noise ? draw() : shared])
    }
  }
  const column = (own: Uint32Array, at: 0 | 1 | 2) =>
    Uint32Array.from([...own, ...rows.map((row) => row[at])])
  return {
    ...a,
    labelerCount: a.labelerCount + ring.sybils,
    task: column(a.task, 0),
    labeler: column(a.labeler, 1),
    label: column(a.label, 2),
  }
}

export interface Defended {
  /** What is left to aggregate. */
  annotations: Annotations
  /** Labelers who failed the gold screen. */
  screened: number[]
  copying: Copying
}

/** Gold screen, then collapse of copying groups. */
export function defend(a: Annotations, gold: Gold): Defended {
  const screened = failGold(a, gold)
  const kept = [...a.task.keys()].filter((n) => !screened.has(a.labeler[n]!))
  const rest = pick(a, kept)
  const copying = copyingGroups(rest, { gold })
  return { annotations: collapseGroups(rest, copying.groups), screened: [...screened], copying }
}

function failGold(a: Annotations, gold: Gold): Set<number> {
  const known = new Map(Array.from(gold.task, (task, g) => [task, gold.label[g]!]))
  const checks = new Map<number, boolean[]>()
  for (let n = 0; n < a.task.length; n++) {
    const truth = known.get(a.task[n]!)
    if (truth === undefined) continue
    const own = checks.get(a.labeler[n]!) ?? []
    own.push(a.label[n] === truth)
    checks.set(a.labeler[n]!, own)
  }
  const failed = [...checks].filter(
    ([, own]) => sequentialGoldTest(own, { chance: 1 / a.classCount }).verdict === 'fail',
  )
  return new Set(failed.map(([labeler]) => labeler))
}
