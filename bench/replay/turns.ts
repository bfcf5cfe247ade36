import { setTimeout as sleep } from 'node:timers/promises'

import type { Account, Site } from './account.ts'
import type { Out } from './api.ts'
import type { Answer, Dataset } from './dataset.ts'
import { ReplayError } from './errors.ts'
import { LANES, recordedOf, type Submitted } from './labelers.ts'
import type { Order } from './requester.ts'

/** Answers of one labeler before it is another's turn: tasks get their answers from all, not from the busiest first. */
const TURN = 10
/** How long nobody may have anything to do while tasks are undecided. */
const STUCK_MS = 60_000

/**
 * Plays a campaign that closes its tasks itself: labelers take turns, and come back for tasks that need one more
 * answer, until every task is decided. Only what was recorded can be answered.
 */
export async function answerInTurns(
  site: Site,
  order: Order,
  dataset: Dataset,
  labelers: ReadonlyMap<string, Account>,
  submitted: (one: Submitted) => void,
): Promise<void> {
  const queue = [...dataset.byWorker].map(([worker, answers]) => ({
    labeler: labelers.get(worker)!,
    recorded: recordedOf(order, answers),
    left: answers.length,
  }))
  let decided = false
  let lastAnswer = performance.now()
  const lane = async () => {
    while (!decided) {
      const one = queue.shift()
      if (!one) {
        await sleep(50, undefined, { signal: site.signal })
        continue
      }
      const done = await takeTurn(order, one.labeler, one.recorded, (answer) => {
        lastAnswer = performance.now()
        submitted(answer)
      })
      one.left -= done
      if (one.left > 0) queue.push(one)
      if (done === 0) await sleep(20, undefined, { signal: site.signal })
    }
  }
  const watch = async () => {
    while (!decided) {
      await sleep(200, undefined, { signal: site.signal })
      decided = await isDecided(order)
      if (!decided && performance.now() - lastAnswer > STUCK_MS)
        throw new ReplayError('Tasks are undecided, and for a minute no labeler was handed one.')
    }
  }
  try {
    await Promise.all([watch(), ...Array.from({ length: LANES }, lane)])
  } finally {
    decided = true
  }
}

/** Every task is closed, no slot is free or held, and the last refit has read every answer: nothing opens any more. */
async function isDecided({ requester, path }: Order): Promise<boolean> {
  const now = await requester.get<Out['campaign']['progress']>(`${path}/progress`)
  return (
    now.adaptive !== null &&
    now.adaptive.undecided === 0 &&
    now.openSlots === 0 &&
    now.reserved === 0 &&
    now.adaptive.read === now.submitted
  )
}

/** A few answers of one labeler. @returns how many. */
async function takeTurn(
  order: Order,
  labeler: Account,
  recorded: ReadonlyMap<string, Answer>,
  submitted: (one: Submitted) => void,
): Promise<number> {
  let { assignment } = await labeler.post<Out['labeling']['reserve']>(`${order.path}/assignments`)
  let done = 0
  while (assignment) {
    const answer = recorded.get(String(assignment.payload.text))
    if (!answer) throw new ReplayError('A labeler was handed a task that is not on their list.')
    const sent: Out['labeling']['submit'] = await labeler.post(
      `/v1/pools/${order.pool.id}/assignments/${assignment.id}/submit`,
      { value: order.labelName.get(answer.label)!, next: ++done < TURN },
    )
    submitted({ ...answer, assignmentId: assignment.id, price: BigInt(assignment.price) })
    assignment = sent.next?.assignment ?? null
  }
  return done
}
