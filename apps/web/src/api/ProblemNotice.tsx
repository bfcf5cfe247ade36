'use client'

import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useProblemText } from './useProblemText.ts'

interface ProblemNoticeProps {
  error: unknown
  onRetry?: () => void
  className?: string
}

/** What went wrong, which field, what to do: an RFC 9457 problem in the page. */
export function ProblemNotice({ error, onRetry, className }: ProblemNoticeProps) {
  const t = useTranslations('common')
  const { title, detail, field: named } = useProblemText()(error)
  // An id in the address is nothing a reader filled in.
  const field = named?.endsWith('Id') ? undefined : named
  return (
    <Notice
      role="alert"
      tone="bad"
      title={title}
      className={className}
      action={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            <RotateCw aria-hidden />
            {t('retry')}
          </Button>
        )
      }
    >
      {(detail || field) && (
        <>
          {detail}
          {field && (
            <>
              {detail && ' '}
              {t('field')} <code className="font-mono text-[0.9em] text-ink">{field}</code>
            </>
          )}
        </>
      )}
    </Notice>
  )
}
