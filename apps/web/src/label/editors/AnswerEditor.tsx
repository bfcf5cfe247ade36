'use client'

import type { ComponentType } from 'react'
import type { EditorProps } from './editor.ts'
import { Multi } from './Multi.tsx'
import { Numeric } from './Numeric.tsx'
import { Pairwise } from './Pairwise.tsx'
import { Rating } from './Rating.tsx'
import { Spans } from './Spans.tsx'
import { Transcription } from './Transcription.tsx'

/** The editor of each task type but `single`, whose answers are keys of the frame itself. The server checked `schema`. */
const editors: Record<string, ComponentType<EditorProps<never>>> = {
  multi: Multi,
  numeric: Numeric,
  pairwise: Pairwise,
  rating: Rating,
  spans: Spans,
  transcription: Transcription,
}

export function AnswerEditor({
  taskType,
  ...props
}: EditorProps<Record<string, unknown>> & { taskType: string }) {
  const Found = editors[taskType]
  return Found ? <Found {...(props as EditorProps<never>)} /> : null
}
