'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { problemOf } from '@/api/problem.ts'
import type { Campaign, Person } from '@/api/types.ts'
import { useMe } from '@/identity/session.ts'
import { BeforeConsent } from './BeforeConsent.tsx'
import { EditorSkeleton } from './EditorSkeleton.tsx'
import { EmptyState } from './EmptyState.tsx'
import { OutcomeNotice } from './OutcomeNotice.tsx'
import { SessionAside, SessionBar } from './Session.tsx'
import { Task } from './Task.tsx'
import { useReservation } from './useReservation.ts'
import { type Outcome, useSubmit } from './useSubmit.ts'

/** The loop: a task, an answer, the next task. */
export function Labeling({ campaign, person }: { campaign: Campaign; person: Person }) {
  const t = useTranslations('editor')
  const { poolId, id: campaignId } = campaign
  const reservation = useReservation({ poolId, campaignId, personId: person.id })
  const { replace } = reservation
  const { refetch: refetchMe } = useMe()
  const [session, setSession] = useState({ answers: 0, earned: 0n, last: '' })
  const [announcement, setAnnouncement] = useState('')
  const [failure, setFailure] = useState<Exclude<Outcome, { kind: 'sent' }> | null>(null)
  const assignment = reservation.data?.assignment ?? null
  const reason = reservation.data?.reason ?? null

  const onOutcome = useCallback(
    (outcome: Outcome) => {
      const { answer } = outcome
      const current = answer.assignmentId === assignment?.id
      if (outcome.kind === 'sent') {
        if (!outcome.repeated) {
          const pay = current ? BigInt(assignment.price) : 0n
          setSession(({ answers, earned }) => ({
            answers: answers + 1,
            earned: earned + pay,
            last: answer.label,
          }))
        }
        setFailure(null)
        setAnnouncement(
          outcome.repeated ? t('repeated') : `${t('sent', { label: answer.label })} ${t('next')}`,
        )
        if (current) replace(outcome.next)
        return
      }
      setFailure(outcome)
      if (outcome.kind === 'refused' && problemOf(outcome.error).status === 401) refetchMe()
      else if (current) replace(null)
    },
    [assignment, refetchMe, replace, t],
  )
  const { submit, queue, stuck, sendNow } = useSubmit(person.id, onOutcome)
  const onItsWay = queue.find(({ assignmentId }) => assignmentId === assignment?.id) ?? null

  return (
    <div className="page grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] lg:max-w-[80rem] lg:grid-cols-[minmax(0,1fr)_19rem] lg:grid-rows-1 lg:gap-10">
      <SessionBar campaign={campaign} session={session} />
      <div className="relative flex min-h-0 min-w-0 flex-col">
        {session.answers > 0 && (
          <p
            key={session.answers}
            aria-hidden
            className="pointer-events-none absolute top-3 left-1/2 z-10 flex max-w-60 -translate-x-1/2 animate-answered items-center gap-1.5 rounded-full bg-good-wash px-3 py-1 font-medium text-good text-sm shadow-card"
          >
            <Check className="size-4 shrink-0" />
            <span className="truncate">{session.last}</span>
          </p>
        )}
        <p role="status" className="sr-only">
          {announcement}
        </p>
        <OutcomeNotice stuck={stuck} waiting={queue.length} failure={failure} onSendNow={sendNow} />
        {reservation.error ? (
          <ProblemNotice
            error={reservation.error}
            onRetry={() => reservation.refetch()}
            className="m-auto w-full max-w-xl"
          />
        ) : reservation.isPending ? (
          <EditorSkeleton />
        ) : assignment ? (
          <Task
            key={assignment.id}
            assignment={assignment}
            question={campaign}
            chosen={onItsWay?.value ?? null}
            onAnswer={({ value, label }, elapsedMs, shown) =>
              submit({
                personId: person.id,
                poolId,
                campaignId,
                assignmentId: assignment.id,
                value,
                label,
                elapsedMs,
                shown,
              })
            }
            onNext={replace}
          />
        ) : reason === 'consent-needed' ? (
          <BeforeConsent
            campaign={campaign}
            personId={person.id}
            onGranted={() => void reservation.refetch()}
          />
        ) : (
          <div className="flex min-h-0 flex-1 overflow-y-auto">
            <EmptyState reason={reason ?? 'no-task-left'} campaign={campaign} />
          </div>
        )}
      </div>
      <SessionAside campaign={campaign} session={session} guest={person.guest} />
    </div>
  )
}
