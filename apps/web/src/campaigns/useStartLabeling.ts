'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useStartAsGuest } from '@/identity/session.ts'

/** Opens a campaign's editor, signing in as a guest on the way; both at once, so that neither waits. */
export function useStartLabeling() {
  const router = useRouter()
  const startAsGuest = useStartAsGuest()
  return useMutation({
    mutationFn: async (campaign: { poolId: string; id: string } | null) => {
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
