import type { Outputs } from '@/api/types.ts'

type Event = Outputs['webhook']['list']['items'][number]['events'][number]

/** What each event is called on the page, in the messages of `webhooks`. */
export const EVENT_WORDS = {
  'release.published': 'published',
  'consent.revoked': 'revoked',
  'rows.corrected': 'corrected',
} as const satisfies Record<Event, string>
