/** How far a row is to be believed. [CLT-13] */
export type ProvenanceLevel = 'L0' | 'L1' | 'L2' | 'L3'

/** The level of a contribution by what is known of it. */
export function provenanceLevel(known: {
  signed: boolean
  trusted: boolean
  confirmed: boolean
}): ProvenanceLevel {
  if (known.signed && known.confirmed) return 'L2'
  return known.signed && known.trusted ? 'L1' : 'L0'
}
