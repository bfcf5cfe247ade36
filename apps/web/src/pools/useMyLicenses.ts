'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'
import type { License } from '@/api/types.ts'
import { useMe } from '@/identity/session.ts'

/** One's licenses of a pool, by wallet or by invoice. */
export function useMyLicenses(poolId: string) {
  const trpc = useTRPC()
  const me = useMe().data
  const licenses = useQuery(
    trpc.license.mine.queryOptions(undefined, { enabled: Boolean(me), refetchInterval: 15_000 }),
  )
  const mine: License[] = licenses.data?.items.filter((license) => license.poolId === poolId) ?? []
  return {
    mine,
    valid: mine.some(({ valid }) => valid),
    error: licenses.data ? null : licenses.error,
    refetch: licenses.refetch,
  }
}
