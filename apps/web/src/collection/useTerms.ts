'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'

/** What a collection asks for, and what that comes to. */
export function useTerms({ poolId, id: campaignId }: Campaign) {
  return useQuery(useTRPC().collection.get.queryOptions({ poolId, campaignId }))
}
