'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'
import type { Earnings } from '@/api/types.ts'

const underWay = (earnings: Earnings | undefined): boolean =>
  earnings?.cashOuts.some(({ status }) => status === 'queued' || status === 'sent') ?? false

/** What one is owed. Asked often while a payout is on its way, seldom otherwise. */
export function useEarnings() {
  const trpc = useTRPC()
  return useQuery(
    trpc.me.earnings.queryOptions(undefined, {
      refetchInterval: ({ state }) => (underWay(state.data) ? 1_500 : 10_000),
    }),
  )
}
