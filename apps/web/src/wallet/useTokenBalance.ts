'use client'

import { testDollarAbi } from '@rowright/chain'
import { useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import { readContract } from 'wagmi/actions'
import { useInstance } from '../api/useInstance.ts'
import { walletConfig } from './config.ts'

/** What an address holds of the pool's token, in base units; looked up again every few seconds while shown. */
export function useTokenBalance(address: string | null) {
  const instance = useInstance().data
  const chain = instance?.chain
  return useQuery({
    queryKey: ['balance', chain?.token, address],
    enabled: Boolean(address && chain),
    refetchInterval: 5_000,
    queryFn: async () => {
      if (!instance || !chain) return 0n
      return readContract(walletConfig(chain, instance.name), {
        address: chain.token as Address,
        abi: testDollarAbi,
        functionName: 'balanceOf',
        args: [address as Address],
      })
    },
  })
}
