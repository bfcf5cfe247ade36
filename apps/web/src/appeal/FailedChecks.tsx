'use client'

import { useTranslations } from 'next-intl'
import type { PayWindow } from '@/api/types.ts'
import { cn } from '@/components/ui/cn.ts'
import { AnsweredItem } from '@/label/AnsweredItem.tsx'
import type { LabelName, Question } from '@/label/editors/editor.ts'
import { fromDraft, isMarks } from '@/label/editors/editor.ts'
import { textOf } from '@/label/editors/marks.ts'
import { MarkedText } from '@/label/MarkedText.tsx'
import { useReadable } from '@/label/useReadable.ts'

interface FailedChecksProps {
  asked: Question
  failed: PayWindow['failed']
}

/** The evidence of a rejection: each item, what was answered and what is known, in the way of the task type. */
export function FailedChecks({ asked, failed }: FailedChecksProps) {
  const t = useTranslations('appeal')
  return (
    <ul className="mt-2 grid gap-3 lg:grid-cols-2">
      {failed.map(({ taskId, externalId, payload, value, known }) => (
        <li key={taskId} className="min-w-0 space-y-3 rounded-card border border-line p-4 [&_p]:text-base">
          <code className="block truncate font-mono text-soft text-sm">{externalId}</code>
          {asked.taskType !== 'spans' && (
            <div className={cn('overflow-y-auto', asked.taskType === 'pairwise' ? 'max-h-36' : 'h-36')}>
              <AnsweredItem question={asked} payload={payload} answer={null} />
            </div>
          )}
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5">
            {(
              [
                [t('yours'), value],
                [t('known'), known],
              ] as const
            ).map(([name, answer]) => (
              <div key={name} className="contents">
                <dt className="text-soft text-sm">{name}</dt>
                <dd dir="auto" className="break-words font-medium">
                  <Answer asked={asked} payload={payload} answer={answer} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function Answer(props: { asked: Question; payload: Record<string, unknown>; answer: string }) {
  const { asked, payload, answer } = props
  const reads = useReadable(asked)
  if (asked.taskType !== 'spans') return reads(answer)
  const labels = asked.schema.labels as LabelName[]
  return (
    <MarkedText
      text={textOf(payload)}
      marks={fromDraft(answer, isMarks, [])}
      labels={labels}
      className="font-normal"
    />
  )
}
