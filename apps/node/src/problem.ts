/** Something that the person at the command line can mend. */
export class NodeProblem extends Error {
  override readonly name = 'NodeProblem'
  /** What to do, one sentence. */
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}
