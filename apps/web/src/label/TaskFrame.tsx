'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Suggestion } from '@/api/types.ts'
import { AnswerGrid } from './AnswerGrid.tsx'
import { AnswerEditor } from './editors/AnswerEditor.tsx'
import type { Question } from './editors/editor.ts'
import { useKeys } from './KeyScope.tsx'
import { isPressing, isTyping, labelKeys } from './keys.ts'
import { Payload } from './Payload.tsx'
import { useReadable } from './useReadable.ts'

type Label = Question['labels'][number]

interface TaskFrameProps {
  payload: Record<string, unknown>
  question: Question
  /** An answer kept from before. */
  draft?: string | null
  onDraft?: (value: string) => void
  /** The answer given: no second one is taken. */
  chosen: string | null
  /** The right answer, where it is told (practice). */
  right?: string | null
  busy?: boolean
  /** What a machine suggests, where the task brings it. */
  suggestion?: Suggestion | null
  onAnswer: (label: Label, elapsedMs: number, shown?: Suggestion) => void
  /** What further keys do; absent ones do nothing. */
  keys: Partial<Record<string, () => void>>
  /** Above the answers. */
  notice?: ReactNode
  /** Below the answers. */
  tools: ReactNode
}

/** The second tap of a double tap comes within 300 ms and would answer the next task unseen. */
const UNSEEN_MS = 250

/** An item above, answers below where the thumb is. Mounted anew (`key`) for every task. */
export function TaskFrame(props: TaskFrameProps) {
  const {
    payload,
    question,
    draft = null,
    onDraft,
    chosen,
    right = null,
    busy = false,
    suggestion = null,
    onAnswer,
    keys,
    notice,
    tools,
  } = props
  const t = useTranslations('editor')
  const reads = useReadable(question, payload)
  const labels = question.taskType === 'single' ? question.labels : []
  const shownAt = useRef(0)
  const closed = busy || chosen !== null
  const answer = (label: Label, shown?: Suggestion) => {
    const elapsed = performance.now() - shownAt.current
    if (!closed && elapsed > UNSEEN_MS) onAnswer(label, Math.round(elapsed), shown)
  }
  useKeys((event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isTyping(event.target) || isPressing(event)) return
    const label = labels[labelKeys(labels).indexOf(event.key)]
    const act = label ? () => answer(label) : keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    shownAt.current = performance.now()
  }, [])
  return (
    <article aria-label={t('task')} className="flex min-h-0 flex-1 flex-col">
      {question.taskType === 'single' ? (
        <div className="min-h-0 flex-1 overflow-y-auto py-3 lg:py-6">
          <Payload payload={payload} />
        </div>
      ) : (
        <AnswerEditor
          taskType={question.taskType}
          schema={question.schema}
          payload={payload}
          closed={closed}
          initial={chosen ?? draft}
          suggestion={suggestion}
          onAnswer={(value, shown) => answer({ value, label: reads(value).slice(0, 60) }, shown)}
          onDraft={(value) => onDraft?.(value)}
        />
      )}
      <div className="mx-auto w-full max-w-2xl shrink-0 space-y-2 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:pb-6">
        {notice}
        {question.taskType === 'single' && (
          <AnswerGrid labels={labels} disabled={closed} chosen={chosen} right={right} onAnswer={answer} />
        )}
        {tools}
      </div>
    </article>
  )
}
