'use client'

import { cn } from '@/components/ui/cn.ts'
import type { Question } from './editors/editor.ts'
import { KeyScope } from './KeyScope.tsx'
import { TaskFrame } from './TaskFrame.tsx'

interface EditorBoxProps {
  /** What it is called for people who do not see it. */
  label: string
  question: Question
  payload: Record<string, unknown>
  /** The answer given, until it is taken back. */
  answer: string | null
  onAnswer: (answer: string) => void
  className?: string
}

/** The editor of a task as a part of a page: the same as where one labels, with keys only while the focus is in it. */
export function EditorBox({ label, question, payload, answer, onAnswer, className }: EditorBoxProps) {
  return (
    <KeyScope
      label={label}
      className={cn(
        'flex h-[25rem] flex-col overflow-hidden rounded-card border border-line-strong bg-paper px-3 outline-offset-2 sm:px-5',
        // On a phone a pair stands below each other: both are to be seen.
        question.taskType === 'pairwise' && 'h-[36rem] sm:h-[25rem]',
        className,
      )}
    >
      <TaskFrame
        payload={payload}
        question={question}
        chosen={answer}
        onAnswer={({ value }) => onAnswer(value)}
        keys={{}}
        tools={null}
      />
    </KeyScope>
  )
}
