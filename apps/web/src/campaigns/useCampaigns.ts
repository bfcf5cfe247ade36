'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'

/** Open campaigns a labeler can join. */
export function useCampaigns() {
  const trpc = useTRPC()
  return useQuery(trpc.campaign.list.queryOptions(undefined, { refetchInterval: 15_000 }))
}
