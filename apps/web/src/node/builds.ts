'use client'

import { useQuery } from '@tanstack/react-query'
import { callHttp } from '@/api/http.ts'

export interface NodeBuild {
  file: string
  version: string
  sha256: string
  bytes: number
}

/** The packed nodes that this instance serves, and the commit of their sources; null when it has packed none. */
export function useBuilds() {
  return useQuery({
    queryKey: ['node-builds'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const response = await callHttp('/node/files/builds.json').catch(() => null) // not packed here
      if (!response) return null
      return (await response.json()) as { commit: string | null; extension: NodeBuild; headless: NodeBuild }
    },
  })
}
