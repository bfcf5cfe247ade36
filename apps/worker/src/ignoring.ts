import { ChainError } from '@rowright/chain'

/** Somebody else was first, which the follower will say: nothing is left to do. */
export async function ignoring(revert: string, sent: Promise<unknown>): Promise<void> {
  try {
    await sent
  } catch (error) {
    if (!(error instanceof ChainError && error.revertName === revert)) throw error
  }
}
