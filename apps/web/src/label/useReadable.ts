'use client'

import { useTranslations } from 'next-intl'
import type { Question } from './editors/editor.ts'
import { textOf } from './editors/marks.ts'
import { readable } from './readable.ts'

/** How an answer to a question reads, in the language of the page. @param payload of the item, where it is at hand. */
export function useReadable(
  question: Question,
  payload: Record<string, unknown> = {},
): (value: string) => string {
  const t = useTranslations('editors')
  const words = { none: t('none'), left: t('side_left'), right: t('side_right'), tie: t('tie') }
  return (value) => readable(question, value, words, textOf(payload))
}
