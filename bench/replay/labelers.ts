import { setTimeout as sleep } from 'node:timers/promises'

import { type Account, giveConsent, type Site, signIn } from './account.ts'
import type { Out } from './api.ts'
import { concurrently } from './concurrently.ts'
import type { Answer, Dataset } from './dataset.ts'
import { ReplayError } from './errors.ts'
import type { Order } from './requester.ts'

/** Connections that answer at the same time. */
export const LANES = 16

/** A submit that was answered 2xx. */
export interface Submitted extends Answer {
  assignmentId: string
  /** The price that stood on the assignment when it was reserved. */
  price: bigint
}

/** One account for each worker: signed in, with a device, having given consent. */
export async function joinLabelers(
  site: Site,
  order: Order,
  workers: readonly string[],
  done: (n: number) => void,
): Promise<Map<string, Account>> {
  const terms = await order.requester.get<Out['consent']['terms']>(`/v1/pools/${order.pool.id}/consent-terms`)
  const consent = terms as Parameters<typeof giveConsent>[2]
  let joined = 0
  const accounts = await concurrently(workers, LANES, async (worker) => {
    const account = await signIn(site, JSON.stringify(['worker', worker]))
    await giveConsent(account, order.pool.id, consent)
    done(++joined)
    return account
  })
  return new Map(workers.map((worker, i) => [worker, accounts[i]!]))
}

/** Plays every recorded answer, those with most answers first: one labeler holds one task at a time. */
export async function answerAll(
  site: Site,
  order: Order,
  dataset: Dataset,
  labelers: ReadonlyMap<string, Account>,
  submitted: (one: Submitted) => void,
): Promise<void> {
  const longestFirst = [...dataset.byWorker].sort((a, b) => b[1].length - a[1].length)
  await concurrently(longestFirst, LANES, ([worker, answers]) =>
    answerAs(site, order, labelers.get(worker)!, answers, submitted),
  )
}

/** The recorded answers of a labeler by the name that the task has here. */
export const recordedOf = (order: Order, answers: readonly Answer[]): Map<string, Answer> =>
  new Map(answers.map((answer) => [order.taskName.get(answer.task)!, answer]))

/** A queue that looks empty while answers are left may be one that is just being changed. */
const EMPTY_LOOKS = 5

async function answerAs(
  { signal }: Site,
  order: Order,
  labeler: Account,
  answers: readonly Answer[],
  submitted: (one: Submitted) => void,
): Promise<void> {
  const recorded = recordedOf(order, answers)
  const reserve = () => labeler.post<Out['labeling']['reserve']>(`${order.path}/assignments`)
  let reservation = await reserve()
  let empty = 0
  let left = answers.length
  while (left > 0) {
    const { assignment, reason } = reservation
    if (!assignment) {
      if (reason !== 'no-task-left' || ++empty > EMPTY_LOOKS) return
      await sleep(200, undefined, { signal })
      reservation = await reserve()
      continue
    }
    const answer = recorded.get(String(assignment.payload.text))
    if (!answer) throw new ReplayError(`A labeler was handed a task that is not on their list.`)
    const sent = await labeler.post<Out['labeling']['submit']>(
      `/v1/pools/${order.pool.id}/assignments/${assignment.id}/submit`,
      { value: order.labelName.get(answer.label)!, next: left > 1 },
    )
    submitted({ ...answer, assignmentId: assignment.id, price: BigInt(assignment.price) })
    left--
    reservation = sent.next ?? { assignment: null, reason: 'no-task-left' }
  }
}
