'use client'

import { useTranslations } from 'next-intl'
import type { Said as Answer } from '@/api/types.ts'
import { cn } from '@/components/ui/cn.ts'
import { toneOf } from './colors.ts'
import type { LabelName } from './editors/editor.ts'

interface SaidProps {
  said: Pick<Answer, 'taskType' | 'answer' | 'chosen'> & { labels: readonly LabelName[] }
}

/** An answer by itself, in the words of its task type; spans as the words they mark, a side of a pair as its text. */
export function Said({ said: { taskType, answer, chosen, labels } }: SaidProps) {
  const t = useTranslations('editors')
  const name = (value: unknown) => labels.find((one) => one.value === value)?.label ?? String(value)
  if (Array.isArray(answer)) {
    if (answer.length === 0) return t('none')
    if (taskType === 'spans') return <Marks spans={answer as unknown as Marked[]} labels={labels} />
    return answer.map(name).join(', ')
  }
  if (taskType === 'pairwise') {
    if (answer === 'tie') return t('tie')
    const side = t(`side_${answer as 'left' | 'right'}`)
    if (chosen === null) return side
    return (
      <>
        <span dir="auto" className="line-clamp-3">
          {chosen}
        </span>
        <span className="font-normal text-soft text-sm">{side}</span>
      </>
    )
  }
  return taskType === 'single' ? name(answer) : String(answer)
}

interface Marked {
  start: number
  label: string
  text?: string
}

function Marks({ spans, labels }: { spans: readonly Marked[]; labels: readonly LabelName[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {spans.map(({ start, label, text }) => {
        const index = labels.findIndex((one) => one.value === label)
        return (
          <li key={start}>
            {text ?? start}{' '}
            <span
              className={cn(
                'tone-wash rounded border-b-2 px-1.5 py-0.5 font-normal text-sm',
                toneOf(labels[index], index),
              )}
            >
              {labels[index]?.label ?? label}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
