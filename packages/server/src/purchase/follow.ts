import { type Deployment, licensesAbi, openReader } from '@rowright/chain'
import { type Ctx, withTx } from '@rowright/db'
import {
  bindTransaction,
  expiredQuote,
  getQuote,
  licenseById,
  licenseOfOrder,
  notThisOrder,
  type Quote,
  transactionFailed,
} from '@rowright/pipeline/license'
import { type Hex, parseEventLogs, TransactionNotFoundError, TransactionReceiptNotFoundError } from 'viem'
import { getTransaction, getTransactionReceipt } from 'viem/actions'
import type { z } from 'zod'
import type * as contract from '../licenseContract.ts'
import type { System } from '../system.ts'

type Client = ReturnType<typeof openReader>

/**
 * Takes a transaction for a quote and says how far it is. The chain is asked by us: what it does not show yet is
 * *pending*, never unpaid, and may be asked again as often as one likes. [LIC-8]
 * @throws RowrightError `license/unknown-quote`, `license/quote-expired`, `license/transaction-used`,
 * `license/not-this-order`, `license/transaction-failed`.
 */
export async function submitTransaction(
  system: System,
  at: Deployment,
  given: { quoteId: string; personId: string; transaction: Hex },
): Promise<z.infer<typeof contract.purchase>> {
  const actor = { kind: 'person', personId: given.personId, steward: false } as const
  const client = openReader(system.config.rpcUrl)
  const transaction = given.transaction.toLowerCase() as Hex
  const before = await withTx(system.database, actor, (ctx) => getQuote(ctx, given))
  const carries = await carriesOrder(client, transaction, before)
  const quote = await withTx(system.database, actor, async (ctx) => {
    const late = before.expiresAt <= ctx.now() && carries !== true && before.transaction === null
    if (late) throw expiredQuote(before.id)
    await bindTransaction(ctx, before, { transaction, carried: carries === true })
    return { ...before, transaction }
  })
  return stateOf(system, client, at, quote)
}

/** How far a quote is. */
export async function purchaseState(
  system: System,
  at: Deployment,
  quote: Quote,
): Promise<z.infer<typeof contract.purchase>> {
  return stateOf(system, openReader(system.config.rpcUrl), at, quote)
}

/** Whether a transaction carries the order; null while the chain does not know it. @throws `license/not-this-order`. */
async function carriesOrder(client: Client, hash: Hex, quote: Quote): Promise<true | null> {
  try {
    const { input } = await getTransaction(client, { hash })
    // In its arguments or behind them; a contract wallet has the whole call inside its own.
    if (!input.toLowerCase().includes(quote.reference.slice(2)))
      throw notThisOrder('it does not carry its reference')
    return true
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return null
    throw error
  }
}

async function stateOf(
  system: System,
  client: Client,
  at: Deployment,
  quote: Quote,
): Promise<z.infer<typeof contract.purchase>> {
  const known = { quoteId: quote.id, transaction: quote.transaction, licenseId: null, expiresAt: null }
  const paid = await withTx(system.database, { kind: 'public' }, async (ctx) => {
    const licenseId = await licenseOfOrder(ctx, quote)
    return licenseId && licenseById(ctx, licenseId, ctx.now())
  })
  if (paid) {
    const { id: licenseId, transaction, expiresAt } = paid
    return { ...known, ...{ status: 'active', transaction, licenseId }, expiresAt: expiresAt.toISOString() }
  }
  if (quote.transaction === null) {
    const stands = await withTx(
      system.database,
      { kind: 'public' },
      async (ctx) => quote.expiresAt > ctx.now(),
    )
    return { ...known, status: stands ? 'open' : 'expired' }
  }
  const hash = quote.transaction as Hex
  if ((await carriesOrder(client, hash, quote)) === null) return { ...known, status: 'pending' }
  const receipt = await getTransactionReceipt(client, { hash }).catch((error: unknown) => {
    if (error instanceof TransactionReceiptNotFoundError) return null
    throw error
  })
  if (receipt === null) return { ...known, status: 'pending' }
  if (receipt.status === 'reverted') throw transactionFailed()
  const bought = parseEventLogs({ abi: licensesAbi, eventName: 'LicensePurchased', logs: receipt.logs }).find(
    ({ address, args }) =>
      address.toLowerCase() === at.licenses.toLowerCase() &&
      String(args.offerId) === quote.offerId &&
      args.licensee.toLowerCase() === quote.licensee,
  )
  if (!bought) throw notThisOrder('it buys something else, or for somebody else')
  const licenseId = String(bought.args.licenseId)
  const recorded = await withTx(system.database, { kind: 'public' }, (ctx: Ctx) =>
    licenseById(ctx, licenseId, ctx.now()),
  )
  // Final is what the follower has recorded: enough blocks lie on top.
  if (!recorded) return { ...known, status: 'pending', licenseId }
  return { ...known, status: 'active', licenseId, expiresAt: recorded.expiresAt.toISOString() }
}
