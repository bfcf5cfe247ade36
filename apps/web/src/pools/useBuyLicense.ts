'use client'

import { licensesAbi } from '@rowright/chain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Address } from 'viem'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Offer } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { approve, signPermit } from '@/wallet/permit.ts'
import { useReadyWallet, useSendFromWallet } from '@/wallet/useWalletWrite.ts'

export const buySteps = ['signIn', 'allow', 'buy', 'seen'] as const
export type BuyStep = (typeof buySteps)[number]

/** Licenses an offer for the signed-in wallet, never above the price that was shown; answers the license. */
export function useBuyLicense(offer: Offer, step: (key: BuyStep | 'end') => void) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const ready = useReadyWallet()
  const send = useSendFromWallet()
  return useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      step('signIn')
      const wallet = await ready()
      const address = wallet.chain.licenses as Address
      const [offerId, price] = [BigInt(offer.id), BigInt(offer.price)]
      step('allow')
      const permit = await signPermit(wallet, address, price)
      if (!permit) await approve(wallet, send, address, price)
      step('buy')
      const call = { address, abi: licensesAbi } as const
      const { transactionHash } = permit
        ? await send({
            ...call,
            functionName: 'buyWithPermit',
            args: [offerId, wallet.account, price, ...permit],
          })
        : await send({ ...call, functionName: 'buy', args: [offerId, price] })
      step('seen')
      const { items } = await until(
        () => client.license.mine.query(),
        (mine) => mine.items.some(({ transaction }) => transaction === transactionHash),
      )
      step('end')
      return items.find(({ transaction }) => transaction === transactionHash)
    },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries(trpc.license.pathFilter()),
        queries.invalidateQueries(trpc.pool.pathFilter()),
        queries.invalidateQueries({ queryKey: ['balance'] }),
      ]),
  })
}
