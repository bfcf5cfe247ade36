'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'
import type { License } from '@/api/types.ts'
import { useMe } from '@/identity/session.ts'

/** One's licenses of a pool; none for who has no wallet. */
export function useMyLicenses(poolId: string) {
  const trpc = useTRPC()
  const me = useMe().data
  const licenses = useQuery(
    trpc.license.mine.queryOptions(undefined, {
      enabled: Boolean(me && me.addresses.length > 0),
      refetchInterval: 15_000,
    }),
  )
  const mine: License[] = licenses.data?.items.filter((license) => license.poolId === poolId) ?? []
  return {
    mine,
    valid: mine.some(({ valid }) => valid),
    error: licenses.data ? null : licenses.error,
    refetch: licenses.refetch,
  }
}
