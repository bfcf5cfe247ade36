const million = 1_000_000

interface Plan {
  /** Items to be labeled, and items with a known answer among the upload. */
  items: number
  gold: number
  overlap: number
  goldRatePpm: number
  /** Base units per answer. */
  price: bigint
}

export interface Cost {
  answers: number
  controls: number
  total: bigint
}

/**
 * What a campaign comes to, by the rule by which slots open (labeling/SPEC.md LAB-1): `overlap` answers an item,
 * and for each control task ceil(rate × overlap × items ÷ control tasks) answers.
 */
export function costOf({ items, gold, overlap, goldRatePpm, price }: Plan): Cost {
  const answers = items * overlap
  const controls = gold > 0 ? Math.ceil((goldRatePpm * overlap * items) / (million * gold)) * gold : 0
  return { answers, controls, total: BigInt(answers + controls) * price }
}
