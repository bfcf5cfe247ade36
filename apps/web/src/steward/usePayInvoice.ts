'use client'

import { licensesAbi } from '@rowright/chain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Address, concatHex, encodeFunctionData, type Hex } from 'viem'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Invoice } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { approve } from '@/wallet/permit.ts'
import { useReadyWallet, useSendCall, useSendFromWallet } from '@/wallet/useWalletWrite.ts'

/** Pays an invoice from the steward's own wallet, never more than its price, and waits until it is seen. [LIC-9] */
export function usePayInvoice() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const ready = useReadyWallet()
  const send = useSendFromWallet()
  const sendCall = useSendCall()
  return useMutation({
    meta: { quiet: true },
    mutationFn: async ({ quoteId, offerId, licensee, price, reference }: Invoice) => {
      const wallet = await ready()
      const to = wallet.chain.licenses as Address
      await approve(wallet, send, to, BigInt(price))
      // The order stands behind the arguments, which Solidity does not read: the transaction pays for it and no other.
      const call = encodeFunctionData({
        abi: licensesAbi,
        functionName: 'buyFor',
        args: [BigInt(offerId), licensee as Address, BigInt(price)],
      })
      await sendCall({ to, data: concatHex([call, reference as Hex]) })
      await until(
        () => client.steward.invoices.query(),
        ({ items }) => items.every((one) => one.quoteId !== quoteId),
      )
    },
    onSuccess: () => queries.invalidateQueries(trpc.steward.invoices.pathFilter()),
  })
}
