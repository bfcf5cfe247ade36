'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'

type Done =
  | 'flagResolved'
  | 'accountsBad'
  | 'accountsCleared'
  | 'roleGranted'
  | 'roleRevoked'
  | 'suspended'
  | 'unsuspended'
  | 'epochAsked'
  | 'jobRetried'
  | 'takenDown'
  | 'takeDownRefused'
  | 'undone'

/** What every act of a steward ends with: a word about it, and everything on the desk looked at again. */
export function useDone() {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const queries = useQueryClient()
  return (message: Done, then?: () => void) => async () => {
    toast.success(t(message))
    then?.()
    await queries.invalidateQueries(trpc.steward.pathFilter())
  }
}
