import type { CampaignCard } from '@/api/types.ts'

/** The campaign to begin with: where there is something left to answer, one's own first. */
export function pickFirst<C extends Pick<CampaignCard, 'openSlots' | 'mine'>>(items: readonly C[]): C | null {
  const open = items.filter(({ openSlots }) => openSlots > 0)
  return open.find(({ mine }) => mine > 0) ?? open[0] ?? items[0] ?? null
}
