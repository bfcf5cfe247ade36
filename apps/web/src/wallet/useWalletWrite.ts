'use client'

import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type Hex,
  isAddressEqual,
  type TransactionReceipt,
} from 'viem'
import type { Config } from 'wagmi'
import {
  call,
  sendTransaction,
  simulateContract,
  waitForTransactionReceipt,
  writeContract,
} from 'wagmi/actions'
import { localProblem, ProblemError } from '../api/problem.ts'
import { useInstance } from '../api/useInstance.ts'
import { useMe } from '../identity/session.ts'
import { type ChainInfo, walletConfig } from './config.ts'
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

/** A wallet that is connected and on our chain. */
export interface ReadyWallet {
  config: Config
  account: Address
  chain: ChainInfo
}

/**
 * Answers a function that gets the user's wallet ready: connected, and moved to our chain.
 * @throws ProblemError `wallet/no-chain`; `wallet/not-connected` after opening the wallet dialog; `wallet/not-yours`
 * when the wallet's account is not one this person has signed in with, so that nobody pays for a stranger.
 */
export function useReadyWallet(): () => Promise<ReadyWallet> {
  const instance = useInstance()
  const me = useMe().data
  const openDialog = useOpenWalletDialog()
  return async () => {
    const chain = instance.data?.chain
    if (!instance.data || !chain) {
      throw new ProblemError(localProblem('wallet/no-chain', 'This installation has no chain yet'))
    }
    const config = walletConfig(chain, instance.data.name)
    const account = await connectedAddress(config)
    if (!account || !me) {
      openDialog()
      throw new ProblemError(localProblem('wallet/not-connected', 'Connect your wallet, then try again'))
    }
    if (!me.addresses.some((address) => isAddressEqual(address as Address, account))) {
      openDialog()
      throw new ProblemError(localProblem('wallet/not-yours', 'This wallet is not attached to your account'))
    }
    await moveToOurChain(config)
    return { config, account, chain }
  }
}

/**
 * Answers a function that sends one transaction from the user's own wallet: gets it ready, simulates (so that a
 * revert is explained before the wallet asks), sends, waits for the receipt.
 * @throws ProblemError as `useReadyWallet`; `wallet/reverted`.
 */
export function useSendFromWallet() {
  const ready = useReadyWallet()
  return async <const abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>>(
    write: WalletWrite<abi, name>,
  ): Promise<TransactionReceipt> => {
    const { config, account } = await ready()
    const { request } = await simulateContract(config, { ...(write as WalletWrite<Abi, string>), account })
    return mined(config, await writeContract(config, request))
  }
}

/** As `useSendFromWallet`, for a call whose bytes are made already. */
export function useSendCall() {
  const ready = useReadyWallet()
  return async (bytes: { to: Address; data: Hex }): Promise<TransactionReceipt> => {
    const { config, account } = await ready()
    await call(config, { ...bytes, account })
    return mined(config, await sendTransaction(config, { ...bytes, account }))
  }
}

async function mined(config: Config, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await waitForTransactionReceipt(config, { hash })
  if (receipt.status === 'reverted')
    throw new ProblemError(localProblem('wallet/reverted', 'The transaction was reverted'))
  return receipt
}

export type Send = ReturnType<typeof useSendFromWallet>
