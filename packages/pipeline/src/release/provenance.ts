const LEVELS = new Set(['L0', 'L1', 'L2', 'L3'])

/** How well it is known where an item comes from: L0 told by its giver … L3 attested. What says nothing is L0. */
export function provenanceLevel(provenance: unknown): string {
  const level = (provenance as { level?: unknown } | null)?.level
  return typeof level === 'string' && LEVELS.has(level) ? level : 'L0'
}
