'use client'

import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/api/trpc.ts'

/** Creates a campaign and opens its page. */
export function useCreateCampaign<Made, Thrown, Input>(
  poolId: string,
  options: UseMutationOptions<Made, Thrown, Input>,
  idOf: (made: Made) => string,
) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  return useMutation({
    ...options,
    meta: { quiet: true },
    onSuccess: async (made) => {
      await queries.invalidateQueries(trpc.campaign.pathFilter())
      router.push(`/requester/${poolId}/campaigns/${idOf(made)}`)
    },
  })
}
