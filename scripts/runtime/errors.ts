/** A condition the operator can fix. `message` is one sentence saying what happened and what to do. */
export class OperatorError extends Error {
  readonly code: `runtime/${string}`

  constructor(code: `runtime/${string}`, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OperatorError'
    this.code = code
  }
}

/** The `code` of a Node system error (`EACCES`, `ECONNREFUSED` …), if the value carries one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return systemCode(error.errors[0])
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return undefined
}
