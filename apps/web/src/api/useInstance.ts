'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from './trpc.ts'

/** This installation: its chain, token and epoch length. Asked once per visit. */
export function useInstance() {
  const trpc = useTRPC()
  return useQuery(trpc.instance.get.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
}
