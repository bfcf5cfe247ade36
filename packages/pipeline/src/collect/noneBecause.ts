const WORDS = {
  'no-lease/no-campaign': 'No campaign collects anything now.',
  'no-lease/all-taken': 'Every page is taken, or its host was asked a moment ago.',
  'no-lease/dismissed': 'This account was dismissed from the pool: checks of its results failed.',
  'no-lease/network': 'An account on this network was dismissed; new ones wait.',
  'no-lease/newcomers': 'Many new accounts are being tried; it is your turn soon.',
  'no-lease/hour': 'This account had all the leases that an hour has for it.',
  'no-lease/at-once': 'All leases that this account may hold at once are open.',
} as const
export type WhyNone = keyof typeof WORDS | 'no-lease/consent'

/** Why a node gets no page: in words, and by a code that its own languages have words for. */
export const noneBecause = (why: WhyNone, pools: string[]): { reason: string; reasonCode: WhyNone } => ({
  reason:
    why === 'no-lease/consent'
      ? `You have not agreed to the terms of ${pools.map((name) => `“${name}”`).join(', ')}.`
      : WORDS[why],
  reasonCode: why,
})
