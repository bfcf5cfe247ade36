import type { Page } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { createWalletClient, type Hex, hexToString, http, type SignTypedDataParameters } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

/** A wallet in a page, as EIP-6963 announces one. Its key lives in the test; every request is approved. */
export interface InjectedWallet {
  account: PrivateKeyAccount
  /** What it was asked, in order. */
  asked: string[]
}

/** Puts a wallet into every document of the page, before its scripts run. */
export async function injectWallet(page: Page, name = 'Test Wallet'): Promise<InjectedWallet> {
  const account = privateKeyToAccount(generatePrivateKey())
  const client = createWalletClient({ account, transport: http(world().rpcUrl) })
  const asked: string[] = []

  const answer = async (method: string, params: unknown[]): Promise<unknown> => {
    asked.push(method)
    switch (method) {
      case 'eth_requestAccounts':
      case 'eth_accounts':
        return [account.address]
      case 'wallet_requestPermissions':
      case 'wallet_getPermissions':
        return [{ parentCapability: 'eth_accounts' }]
      case 'wallet_switchEthereumChain':
      case 'wallet_addEthereumChain':
      case 'wallet_revokePermissions':
        return null
      case 'personal_sign':
        return account.signMessage({ message: hexToString(params[0] as Hex) })
      case 'eth_signTypedData_v4': {
        const { EIP712Domain: _, ...types } = (
          JSON.parse(params[1] as string) as { types: Record<string, unknown> }
        ).types
        const typed = {
          ...(JSON.parse(params[1] as string) as object),
          types,
        } as unknown as SignTypedDataParameters
        return account.signTypedData(typed as never)
      }
      case 'eth_sendTransaction': {
        const { to, data, value } = params[0] as { to: Hex; data?: Hex; value?: Hex }
        return client.sendTransaction({ chain: null, to, data, value: value ? BigInt(value) : undefined })
      }
      default:
        return client.request({ method, params } as never)
    }
  }

  await page.exposeFunction('rowrightTestWallet', async (method: string, params: unknown[]) => {
    try {
      return { result: await answer(method, params ?? []) }
    } catch (error) {
      const { code, message } = error as { code?: number; message: string }
      return { error: { code: code ?? -32000, message } }
    }
  })
  await page.addInitScript((walletName) => {
    type Bridge = {
      rowrightTestWallet(
        method: string,
        params: unknown[],
      ): Promise<{ result?: unknown; error?: { code: number; message: string } }>
    }
    const provider = {
      request: async ({ method, params }: { method: string; params?: unknown[] }) => {
        const { result, error } = await (window as unknown as Bridge).rowrightTestWallet(method, params ?? [])
        if (error) throw Object.assign(new Error(error.message), error)
        return result
      },
      on: () => provider,
      removeListener: () => provider,
    }
    const detail = Object.freeze({
      info: {
        uuid: '350670db-19fa-4704-a166-e52e178b59d2',
        name: walletName,
        icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
        rdns: 'org.rowright.test',
      },
      provider,
    })
    const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
    window.addEventListener('eip6963:requestProvider', announce)
    announce()
  }, name)
  return { account, asked }
}
