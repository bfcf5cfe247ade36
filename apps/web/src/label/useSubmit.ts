'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { isTransient, problemOf } from '@/api/problem.ts'
import { useTRPCClient } from '@/api/trpc.ts'
import type { Reservation } from '@/api/types.ts'
import { dropAnswer, type KeptAnswer, keepAnswer, keptAnswers, retryDelay } from './outbox.ts'

/** What became of an answer. */
export type Outcome =
  | { kind: 'sent'; answer: KeptAnswer; repeated: boolean; next: Reservation | null }
  | { kind: 'late'; answer: KeptAnswer }
  | { kind: 'refused'; answer: KeptAnswer; error: unknown }

const distinct = (answers: KeptAnswer[]): KeptAnswer[] => [
  ...new Map(answers.map((answer) => [answer.assignmentId, answer])).values(),
]

/**
 * Sends answers, one after the other, and loses none: each is kept in this browser first and tried again until
 * the server has taken or refused it. Sending one twice is harmless: submit is idempotent.
 */
export function useSubmit(personId: string, onOutcome: (outcome: Outcome) => void) {
  const client = useTRPCClient()
  const [queue, setQueue] = useState<KeptAnswer[]>([])
  const [tries, setTries] = useState(0)
  const report = useRef(onOutcome)
  report.current = onOutcome
  const sending = useRef(false)

  useEffect(() => {
    let live = true
    keptAnswers(personId).then(
      (left) => live && left.length > 0 && setQueue((now) => distinct([...left, ...now])),
      () => undefined, // No IndexedDB: nothing was kept.
    )
    return () => {
      live = false
    }
  }, [personId])

  const sendFirst = useCallback(async () => {
    const [answer] = queue
    if (!answer || sending.current) return
    sending.current = true
    const settle = (outcome: Outcome) => {
      setTries(0)
      setQueue((now) => now.filter(({ assignmentId }) => assignmentId !== answer.assignmentId))
      report.current(outcome)
      // An answer whose sender has been signed out waits in this browser for the next sign-in.
      if (outcome.kind === 'refused' && problemOf(outcome.error).status === 401) return
      dropAnswer(answer.assignmentId).catch(() => undefined) // It would only be sent, and refused, once more.
    }
    try {
      const { poolId, assignmentId, value, elapsedMs, shown } = answer
      const next = queue.length === 1
      const body = { poolId, assignmentId, value, elapsedMs, next, shown }
      const sent = await client.labeling.submit.mutate(body)
      settle({ kind: 'sent', answer, repeated: sent.repeated, next: sent.next })
    } catch (error) {
      if (isTransient(error)) setTries((n) => n + 1)
      else if (problemOf(error).code === 'labeling/slot-taken') settle({ kind: 'late', answer })
      else settle({ kind: 'refused', answer, error })
    } finally {
      sending.current = false
    }
  }, [client, queue])

  useEffect(() => {
    if (queue.length === 0) return
    const timer = setTimeout(sendFirst, tries === 0 ? 0 : retryDelay(tries - 1) * 1000)
    window.addEventListener('online', sendFirst)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', sendFirst)
    }
  }, [queue, tries, sendFirst])

  const submit = useCallback((answer: KeptAnswer) => {
    keepAnswer(answer).catch(() => undefined) // Without IndexedDB it is kept in memory alone.
    setTries(0)
    setQueue((now) => [...now, answer])
  }, [])

  /** `stuck`: the first answer of the queue has failed to go out at least once. */
  return { submit, queue, stuck: tries > 0 ? (queue[0] ?? null) : null, sendNow: sendFirst }
}
