/** What an error tells its reader. `code` is `room/what-happened`; `field` names the input that is wrong. */
export interface ErrorDetails {
  /** HTTP status, RFC 9110. */
  status?: number
  /** Path of the input field at fault, e.g. `labels.2.value`. */
  field?: string
  /** What to do next, one sentence. */
  hint?: string
  /** Whether the same call may succeed later, unchanged. */
  retryable?: boolean
  /** Seconds after which a retry makes sense (`Retry-After`). */
  retryAfter?: number
  context?: Record<string, unknown>
  cause?: unknown
}

/**
 * The one error class of Rowright. Rooms make theirs with a code of their own; transports render it
 * (RFC 9457 `application/problem+json` over HTTP, `data.problem` over tRPC).
 */
export class RowrightError extends Error {
  override readonly name = 'RowrightError'
  readonly code: string
  readonly status: number
  readonly field: string | undefined
  readonly hint: string | undefined
  readonly retryable: boolean
  readonly retryAfter: number | undefined
  readonly context: Record<string, unknown>

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.status = details.status ?? 400
    this.field = details.field
    this.hint = details.hint
    this.retryable = details.retryable ?? false
    this.retryAfter = details.retryAfter
    this.context = details.context ?? {}
  }

  /** RFC 9457 problem details. */
  toProblem(): Problem {
    return {
      type: `urn:rowright:problem:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.hint === undefined ? {} : { detail: this.hint }),
      retryable: this.retryable,
      ...this.context,
    }
  }
}

/** RFC 9457 body with our members `code`, `field`, `retryable`. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail?: string
  field?: string
  retryable: boolean
  [member: string]: unknown
}
