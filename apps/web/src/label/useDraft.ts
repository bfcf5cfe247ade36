'use client'

import { useCallback, useEffect, useRef } from 'react'
import { useTRPCClient } from '@/api/trpc.ts'

const PAUSE_MS = 1_500

/** Keeps what is typed on the server after a pause, so that a closed tab or another device loses nothing. */
export function useDraft(of: { poolId: string; assignmentId: string }): (value: string) => void {
  const client = useTRPCClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { poolId, assignmentId } = of
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(
    (value) => {
      clearTimeout(timer.current)
      if (value === '' || value.length > 20_000) return
      timer.current = setTimeout(() => {
        // A draft that cannot be kept now is kept after the next change; the answer itself has its own queue.
        client.labeling.saveDraft.mutate({ poolId, assignmentId, value }).catch(() => undefined)
      }, PAUSE_MS)
    },
    [client, poolId, assignmentId],
  )
}
