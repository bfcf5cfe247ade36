'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTRPCClient } from '@/api/trpc.ts'
import type { Reservation } from '@/api/types.ts'

const worthAsking = new Set<Reservation['reason']>(['no-task-left', 'paused'])

/**
 * The task in front of the labeler. Reserving answers the reservation one already has, so it may be asked
 * like a query; a submit that brings the next one replaces it. Without a task it is asked again now and then.
 */
export function useReservation(place: { poolId: string; campaignId: string; personId: string }) {
  const { poolId, campaignId, personId } = place
  const client = useTRPCClient()
  const queries = useQueryClient()
  const queryKey = useMemo(
    () => ['reservation', personId, poolId, campaignId],
    [personId, poolId, campaignId],
  )
  const query = useQuery({
    queryKey,
    queryFn: () => client.labeling.reserve.mutate({ poolId, campaignId }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (worthAsking.has(state.data?.reason ?? null) ? 10_000 : false),
  })
  const replace = useCallback(
    (next: Reservation | null) =>
      next ? queries.setQueryData(queryKey, next) : queries.invalidateQueries({ queryKey }),
    [queries, queryKey],
  )
  return { ...query, replace }
}
