'use client'

import { useMutation } from '@tanstack/react-query'
import { CircleHelp, Flag, SkipForward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '@/api/trpc.ts'
import type { Assignment, Reservation, Suggestion } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { Deadline } from './Deadline.tsx'
import type { Question } from './editors/editor.ts'
import { HelpDialog } from './HelpDialog.tsx'
import { HELP_KEY, REPORT_KEY, SKIP_KEY } from './keys.ts'
import { ReportDialog } from './ReportDialog.tsx'
import { TaskFrame } from './TaskFrame.tsx'
import { useDraft } from './useDraft.ts'

interface TaskProps {
  assignment: Assignment
  question: Question
  /** The answer on its way, if any. */
  chosen: string | null
  onAnswer: (label: Question['labels'][number], elapsedMs: number, shown?: Suggestion) => void
  onNext: (next: Reservation) => void
}

/** One assignment: answer it, skip it, or say what is wrong with it. */
export function Task({ assignment, question, chosen, onAnswer, onNext }: TaskProps) {
  const t = useTranslations('editor')
  const client = useTRPCClient()
  const [dialog, setDialog] = useState<'help' | 'report' | null>(null)
  const { poolId, id: assignmentId } = assignment
  const skip = useMutation({
    mutationFn: () => client.labeling.skip.mutate({ poolId, assignmentId }),
    onSuccess: onNext,
  })
  const saveDraft = useDraft({ poolId, assignmentId })
  const busy = chosen !== null || skip.isPending
  const help = () => setDialog('help')
  const report = () => !busy && setDialog('report')
  const pass = () => !busy && skip.mutate()
  return (
    <>
      <TaskFrame
        payload={assignment.payload}
        suggestion={assignment.suggestion}
        question={question}
        draft={typeof assignment.draft === 'string' ? assignment.draft : null}
        onDraft={saveDraft}
        chosen={chosen}
        busy={skip.isPending}
        onAnswer={onAnswer}
        keys={dialog ? {} : { [HELP_KEY]: help, [REPORT_KEY]: report, [SKIP_KEY]: pass }}
        notice={<Deadline expiresAt={assignment.expiresAt} />}
        tools={
          <div className="grid grid-cols-3 gap-2">
            <Button
              variant="quiet"
              aria-keyshortcuts={SKIP_KEY}
              disabled={chosen !== null}
              busy={skip.isPending}
              onClick={pass}
            >
              {!skip.isPending && <SkipForward aria-hidden />}
              {t('skip')}
              <Kbd>{SKIP_KEY}</Kbd>
            </Button>
            <Button variant="quiet" aria-keyshortcuts={REPORT_KEY} disabled={busy} onClick={report}>
              <Flag aria-hidden />
              {t('report')}
              <Kbd>{REPORT_KEY}</Kbd>
            </Button>
            <Button variant="quiet" aria-keyshortcuts={HELP_KEY} onClick={help}>
              <CircleHelp aria-hidden />
              {t('help')}
              <Kbd>{HELP_KEY}</Kbd>
            </Button>
          </div>
        }
      />
      <HelpDialog
        question={question}
        open={dialog === 'help'}
        onOpenChange={(open) => setDialog(open ? 'help' : null)}
      />
      <ReportDialog
        assignment={assignment}
        open={dialog === 'report'}
        onOpenChange={(open) => setDialog(open ? 'report' : null)}
        onNext={onNext}
      />
    </>
  )
}
