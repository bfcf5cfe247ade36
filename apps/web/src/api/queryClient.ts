import { MutationCache, QueryClient } from '@tanstack/react-query'
import { isTransient } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: the component shows the problem itself, so no toast. */
    mutationMeta: { quiet?: boolean }
  }
}

/** @param onMutationError shows what a mutation was refused for, unless it says `meta: { quiet: true }`. */
export function makeQueryClient(onMutationError: (error: unknown) => void): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (failures, error) => failures < 2 && isTransient(error) },
      mutations: { retry: false },
    },
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (!mutation.meta?.quiet) onMutationError(error)
      },
    }),
  })
}
