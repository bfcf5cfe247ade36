'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/api/trpc.ts'
import { useStartAsGuest } from '@/identity/session.ts'
import { pickFirst } from './pickFirst.ts'

/**
 * Opens a campaign's editor (without one: that of the first open campaign), signing in as a guest on the way;
 * page and sign-in are fetched at once, so that neither waits for the other.
 */
export function useStartLabeling() {
  const router = useRouter()
  const startAsGuest = useStartAsGuest()
  const queries = useQueryClient()
  const trpc = useTRPC()
  return useMutation({
    mutationFn: async (wanted: { poolId: string; id: string } | null) => {
      const campaign =
        wanted ?? pickFirst((await queries.ensureQueryData(trpc.campaign.list.queryOptions())).items)
      if (!campaign) {
        router.push('/label')
        return
      }
      const started = startAsGuest()
      router.push(`/label/${campaign.poolId}/${campaign.id}`)
      await started
    },
  })
}
