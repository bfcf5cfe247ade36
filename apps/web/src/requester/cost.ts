import { goldPerWork, MOST_PER_GOLD } from '@rowright/protocol'

interface Plan {
  /** Items to be labeled, and items with a known answer among the upload. */
  items: number
  gold: number
  overlap: number
  /** Answers that a surely answered item needs; `overlap` when all get as many. */
  overlapMin: number
  goldRatePpm: number
  /** Base units per answer. */
  price: bigint
}

export interface Cost {
  answers: number
  controls: number
  total: bigint
  /** The least it can come to: every item is sure after its least answers. */
  least: bigint
}

/**
 * What a campaign comes to at most, by the rule by which slots open (labeling/SPEC.md LAB-1, LAB-14): `overlap` answers
 * an item, and the control answers that people of 100 answers each get, spread over the control tasks.
 */
export function costOf({ items, gold, overlap, overlapMin, goldRatePpm, price }: Plan): Cost {
  const answers = items * overlap
  const controlsOf = (work: number) =>
    gold > 0 ? Math.min(MOST_PER_GOLD, Math.ceil((goldPerWork(goldRatePpm) * work) / gold)) * gold : 0
  const controls = controlsOf(answers)
  const sum = (one: number, other: number) => BigInt(one + other) * price
  const least = items * overlapMin
  return { answers, controls, total: sum(answers, controls), least: sum(least, controlsOf(least)) }
}
