'use client'

import { useMutation } from '@tanstack/react-query'
import type { Abi, Address, ContractFunctionArgs, ContractFunctionName, TransactionReceipt } from 'viem'
import { simulateContract, waitForTransactionReceipt, writeContract } from 'wagmi/actions'
import { localProblem, ProblemError } from '../api/problem.ts'
import { useInstance } from '../api/useInstance.ts'
import { walletConfig } from './config.ts'
import { connectedAddress, moveToOurChain } from './connect.ts'
import { useOpenWalletDialog } from './WalletDialogProvider.tsx'

/** One contract call, typed by its ABI (`as const` from `@rowright/chain`). */
export interface WalletWrite<
  abi extends Abi,
  name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
> {
  address: Address
  abi: abi
  functionName: name
  args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>
}

/**
 * Answers a function that sends one transaction from the user's own wallet: connects, moves the wallet to our
 * chain, simulates (so that a revert is explained before the wallet asks), sends, waits for the receipt.
 * @throws ProblemError `wallet/not-connected` after opening the wallet dialog; `wallet/reverted`.
 */
export function useSendFromWallet() {
  const instance = useInstance()
  const openDialog = useOpenWalletDialog()
  return async <const abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>>(
    write: WalletWrite<abi, name>,
  ): Promise<TransactionReceipt> => {
    const chain = instance.data?.chain
    if (!instance.data || !chain) {
      throw new ProblemError(localProblem('wallet/no-chain', 'This installation has no chain yet'))
    }
    const config = walletConfig(chain, instance.data.name)
    const account = await connectedAddress(config)
    if (!account) {
      openDialog()
      throw new ProblemError(localProblem('wallet/not-connected', 'Connect your wallet, then try again'))
    }
    await moveToOurChain(config)
    const { request } = await simulateContract(config, { ...(write as WalletWrite<Abi, string>), account })
    const hash = await writeContract(config, request)
    const receipt = await waitForTransactionReceipt(config, { hash })
    if (receipt.status === 'reverted') {
      throw new ProblemError(localProblem('wallet/reverted', 'The transaction was reverted'))
    }
    return receipt
  }
}

/** `useSendFromWallet` as a mutation of any number of writes in a row, for a button with a busy state. */
export function useWalletMutation<input, output>(
  run: (send: ReturnType<typeof useSendFromWallet>, input: input) => Promise<output>,
) {
  const send = useSendFromWallet()
  return useMutation({ mutationFn: (input: input) => run(send, input) })
}
