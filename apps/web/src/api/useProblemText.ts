'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type en from '../../messages/en.json'
import { problemOf } from './problem.ts'

type KnownCode = keyof typeof en.problems

/** Title, detail and field of a thrown error, in the reader's language where we know its code. */
export function useProblemText() {
  const t = useTranslations('problems')
  return useCallback(
    (error: unknown): { code: string; title: string; detail?: string; field?: string } => {
      const { code, title, detail, field } = problemOf(error)
      const known = code.replace('/', '_') as KnownCode
      if (!t.has(known)) return { code, title, ...(detail ? { detail } : {}), ...(field ? { field } : {}) }
      const [first = title, ...rest] = t(known, { title, detail: detail ?? '' }).split('\n')
      return {
        code,
        title: first,
        ...(rest.length ? { detail: rest.join(' ') } : {}),
        ...(field ? { field } : {}),
      }
    },
    [t],
  )
}
