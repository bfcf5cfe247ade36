'use client'

import { useMutation } from '@tanstack/react-query'
import { CircleHelp, Flag, SkipForward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '@/api/trpc.ts'
import type { Assignment, Campaign, Reservation } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { AnswerGrid } from './AnswerGrid.tsx'
import { Deadline } from './Deadline.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { HELP_KEY, isTyping, labelKeys, REPORT_KEY, SKIP_KEY } from './keys.ts'
import { Payload } from './Payload.tsx'
import { ReportDialog } from './ReportDialog.tsx'

interface TaskProps {
  assignment: Assignment
  labels: Campaign['labels']
  /** The answer on its way, if any: no second one is taken. */
  chosen: string | null
  onAnswer: (answer: { value: string; label: string; elapsedMs: number }) => void
  onNext: (next: Reservation) => void
}

/** The second tap of a double tap comes within 300 ms and would answer the next task unseen. */
const UNSEEN_MS = 250

/** One task. Mounted anew for every assignment, so that nothing of the former one is left. */
export function Task({ assignment, labels, chosen, onAnswer, onNext }: TaskProps) {
  const t = useTranslations('editor')
  const client = useTRPCClient()
  const shownAt = useRef(performance.now())
  const [dialog, setDialog] = useState<'help' | 'report' | null>(null)
  const { poolId, id: assignmentId } = assignment
  const skip = useMutation({
    mutationFn: () => client.labeling.skip.mutate({ poolId, assignmentId }),
    onSuccess: onNext,
  })
  const busy = chosen !== null || skip.isPending

  const seen = () => performance.now() - shownAt.current > UNSEEN_MS
  const answer = (label: Campaign['labels'][number]) => {
    if (busy || !seen()) return
    onAnswer({ ...label, elapsedMs: Math.round(performance.now() - shownAt.current) })
  }
  const onKey = useRef<(event: KeyboardEvent) => void>(() => undefined)
  onKey.current = (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isTyping(event.target) || dialog !== null) return
    const at = labelKeys(labels).indexOf(event.key)
    const label = labels[at]
    if (label) answer(label)
    else if (event.key === HELP_KEY) setDialog('help')
    else if (event.key === REPORT_KEY && !busy) setDialog('report')
    else if (event.key === SKIP_KEY && !busy && seen()) skip.mutate()
    else return
    event.preventDefault()
  }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey.current(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  return (
    <article aria-label={t('task')} className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto py-3 lg:py-6">
        <Payload payload={assignment.payload} />
      </div>
      <div className="mx-auto w-full max-w-2xl shrink-0 space-y-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:pb-6">
        <Deadline expiresAt={assignment.expiresAt} />
        <AnswerGrid labels={labels} disabled={busy} chosen={chosen} onAnswer={answer} />
        <div className="grid grid-cols-3 gap-2">
          <Button
            variant="quiet"
            aria-keyshortcuts={SKIP_KEY}
            disabled={chosen !== null}
            busy={skip.isPending}
            onClick={() => skip.mutate()}
          >
            {!skip.isPending && <SkipForward aria-hidden />}
            {t('skip')}
            <Kbd>{SKIP_KEY}</Kbd>
          </Button>
          <Button
            variant="quiet"
            aria-keyshortcuts={REPORT_KEY}
            disabled={busy}
            onClick={() => setDialog('report')}
          >
            <Flag aria-hidden />
            {t('report')}
            <Kbd>{REPORT_KEY}</Kbd>
          </Button>
          <Button variant="quiet" aria-keyshortcuts={HELP_KEY} onClick={() => setDialog('help')}>
            <CircleHelp aria-hidden />
            {t('help')}
            <Kbd>{HELP_KEY}</Kbd>
          </Button>
        </div>
      </div>
      <HelpDialog
        labels={labels}
        open={dialog === 'help'}
        onOpenChange={(open) => setDialog(open ? 'help' : null)}
      />
      <ReportDialog
        assignment={assignment}
        open={dialog === 'report'}
        onOpenChange={(open) => setDialog(open ? 'report' : null)}
        onNext={onNext}
      />
    </article>
  )
}
