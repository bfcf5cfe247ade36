import { localProblem, ProblemError } from './problem.ts'

const everyMs = 600

/**
 * Asks again and again until the answer is what was waited for: the follower needs a moment to see what the chain
 * has. @throws ProblemError `web/not-seen-yet` (retryable) after `withinMs`.
 */
export async function until<T>(
  ask: () => Promise<T>,
  there: (answer: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    const answer = await ask()
    if (there(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new ProblemError(
    localProblem('web/not-seen-yet', 'The chain has it, this page has not seen it yet', true),
  )
}
