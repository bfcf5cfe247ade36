import type { AppRouter } from '@rowright/server'
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

/** Queries of one moment share a request; a mutation never waits for a slower neighbor. */
export function makeTrpcClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'mutation',
        true: httpLink({ url: '/trpc' }),
        false: httpBatchLink({ url: '/trpc', maxURLLength: 4_000, maxItems: 40 }),
      }),
    ],
  })
}

export type TrpcClient = ReturnType<typeof makeTrpcClient>
