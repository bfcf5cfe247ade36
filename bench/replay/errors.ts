/** Why a replay cannot go on: one sentence for the person who started it. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
}

/** The API refused a request (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  /** E.g. `labeling/slot-taken`. */
  readonly code: string
  /** True when an earlier attempt of the same request may have been carried out without our seeing its answer. */
  readonly uncertain: boolean

  constructor(
    call: string,
    answer: { status: number; code: string; title: string; detail: string; uncertain: boolean },
  ) {
    super(`${call} was refused with ${answer.status} ${answer.code}: ${answer.title} ${answer.detail}`.trim())
    this.status = answer.status
    this.code = answer.code
    this.uncertain = answer.uncertain
  }
}
