'use client'

import { useTranslations } from 'next-intl'
import { fromDraft, isMarks, type LabelName, type Question } from './editors/editor.ts'
import { textOf } from './editors/marks.ts'
import { MarkedText } from './MarkedText.tsx'
import { isImage, Payload } from './Payload.tsx'
import { useReadable } from './useReadable.ts'

interface AnsweredItemProps {
  question: Question
  payload: Record<string, unknown>
  /** In its stored form; null: none. */
  answer: string | null
}

/** An item with an answer to it, small, in the way of its task type. To read, not to change. */
export function AnsweredItem({ question, payload, answer }: AnsweredItemProps) {
  const t = useTranslations('editors')
  const reads = useReadable(question)
  if (question.taskType === 'spans') {
    const labels = question.schema.labels as LabelName[]
    return <MarkedText text={textOf(payload)} marks={fromDraft(answer, isMarks, [])} labels={labels} />
  }
  if (question.taskType === 'pairwise') {
    return (
      <div className="grid grid-cols-2 gap-2">
        {(['left', 'right'] as const).map((side) => (
          <div
            key={side}
            className="min-w-0 rounded-lg border border-line-strong p-2 text-sm data-[chosen=true]:border-accent data-[chosen=true]:bg-accent-wash"
            data-chosen={answer === side}
          >
            {isImage(payload[side]) ? (
              // biome-ignore lint/performance/noImgElement: a data URL, which an optimizer has nothing to do with
              <img src={payload[side]} alt={t(`side_${side}`)} className="mx-auto max-h-28 object-contain" />
            ) : (
              <p className="line-clamp-5 whitespace-pre-wrap break-words">{String(payload[side] ?? '?')}</p>
            )}
          </div>
        ))}
        {answer === 'tie' && <p className="col-span-2 text-center font-medium text-sm">{t('tie')}</p>}
      </div>
    )
  }
  const { suggestion: _, ...shown } = payload
  return (
    <div className="flex min-h-full flex-col gap-2">
      <div className="min-h-0 flex-1">
        <Payload payload={question.taskType === 'transcription' ? shown : payload} />
      </div>
      {answer !== null && <p className="break-words text-center font-medium">{reads(answer)}</p>}
    </div>
  )
}
