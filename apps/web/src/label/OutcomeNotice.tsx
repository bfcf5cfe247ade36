'use client'

import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { KeptAnswer } from './outbox.ts'
import type { Outcome } from './useSubmit.ts'

interface OutcomeNoticeProps {
  /** An answer that could not be sent yet. */
  stuck: KeptAnswer | null
  waiting: number
  failure: Exclude<Outcome, { kind: 'sent' }> | null
  onSendNow: () => void
}

/** What a labeler must know about answers that did not simply go through. */
export function OutcomeNotice({ stuck, waiting, failure, onSendNow }: OutcomeNoticeProps) {
  const t = useTranslations('editor')
  if (stuck) {
    return (
      <Notice
        role="alert"
        tone="warn"
        className="mt-3"
        title={waiting > 1 ? t('keptMany', { count: waiting }) : t('keptTitle', { label: stuck.label })}
        action={
          <Button size="sm" onClick={onSendNow}>
            {t('keptRetry')}
          </Button>
        }
      >
        {t('keptText')}
      </Notice>
    )
  }
  if (failure?.kind === 'late') {
    return (
      <Notice role="alert" tone="warn" className="mt-3" title={t('lateTitle')}>
        {t('lateText', { label: failure.answer.label })}
      </Notice>
    )
  }
  if (failure) return <ProblemNotice error={failure.error} className="mt-3" />
  return null
}
