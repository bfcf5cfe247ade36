import { type ErrorDetails, RowrightError } from '@rowright/protocol'
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  NonceTooLowError,
  TimeoutError,
  WaitForTransactionReceiptTimeoutError,
} from 'viem'
import { consentsAbi, dataPoolsAbi, licensesAbi, rewardsAbi, testDollarAbi } from './generated/abi.ts'

export type ChainErrorCode =
  | 'chain/unreachable'
  | 'chain/timeout'
  | 'chain/nonce'
  | 'chain/unfunded'
  | 'chain/reverted'
  | 'chain/wrong-chain'
  | 'chain/not-built'
  | 'chain/local-only'
  | 'chain/no-timelock'
  | 'chain/failed'

/** Everything this package throws. `retryable`: the same call may succeed later without any change. */
export class ChainError extends RowrightError {
  override readonly code: ChainErrorCode

  constructor(code: ChainErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, { status: code === 'chain/reverted' ? 409 : 503, ...details })
    this.code = code
  }

  /** The contract's own error name (`WindowOpen`, `NothingToClaim`, …) of a `chain/reverted`. */
  get revertName(): string | undefined {
    return typeof this.context.error === 'string' ? this.context.error : undefined
  }
}

// A revert may come through another contract (a token's inside Licenses, say), so all errors are looked up.
const everyError: Abi = [consentsAbi, dataPoolsAbi, licensesAbi, rewardsAbi, testDollarAbi].flatMap((abi) =>
  (abi as Abi).filter((part) => part.type === 'error'),
)

/** Turns whatever viem threw during `action` into a ChainError. */
export function asChainError(error: unknown, action: string): ChainError {
  if (error instanceof ChainError) return error
  if (!(error instanceof BaseError)) {
    return new ChainError('chain/failed', `${action} failed: ${String(error)}`, { cause: error })
  }
  const reverted = error.walk((e) => e instanceof ContractFunctionRevertedError)
  if (reverted instanceof ContractFunctionRevertedError) {
    const { name, args } = revertOf(reverted)
    return new ChainError(
      'chain/reverted',
      `${action} was refused by the contract: ${name}(${args.join(', ')}).`,
      {
        context: { action, error: name, args },
        cause: error,
      },
    )
  }
  const is = (type: new (...args: never[]) => Error) => error.walk((e) => e instanceof type) !== null
  if (is(HttpRequestError) || is(TimeoutError)) {
    return new ChainError('chain/unreachable', `The chain did not answer during ${action}.`, {
      retryable: true,
      cause: error,
    })
  }
  if (is(WaitForTransactionReceiptTimeoutError)) {
    return new ChainError('chain/timeout', `${action} was sent, but not included in time.`, {
      retryable: true,
      cause: error,
    })
  }
  if (is(NonceTooLowError)) {
    return new ChainError('chain/nonce', `${action}: another process used this key at the same time.`, {
      retryable: true,
      cause: error,
    })
  }
  if (is(InsufficientFundsError)) {
    return new ChainError('chain/unfunded', `${action}: the sending account cannot pay for gas.`, {
      cause: error,
    })
  }
  return new ChainError('chain/failed', `${action} failed: ${error.shortMessage}`, {
    context: { action },
    cause: error,
  })
}

function revertOf(error: ContractFunctionRevertedError): { name: string; args: string[] } {
  if (error.data) return { name: error.data.errorName, args: textOf(error.data.args) }
  if (error.raw && error.raw !== '0x') {
    try {
      const decoded = decodeErrorResult({ abi: everyError, data: error.raw as Hex })
      return { name: decoded.errorName, args: textOf(decoded.args) }
    } catch {
      return { name: error.raw.slice(0, 10), args: [] }
    }
  }
  return { name: error.reason ?? 'no reason given', args: [] }
}

/** As text, because an error's context becomes JSON and bigint does not. */
function textOf(args: unknown): string[] {
  return Array.isArray(args) ? args.map(String) : []
}
