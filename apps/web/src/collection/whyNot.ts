'use client'

import { useTranslations } from 'next-intl'
import type en from '../../messages/en.json'

type Why = keyof typeof en.whyNot

/** What can come of what a node brought, the good first. */
export const OUTCOMES = [
  'confirmed',
  'trusted',
  'checking',
  'no-evidence',
  'failed',
  'withdrawn',
  'purged',
] as const

/** Why a page was left out: the signal that refuses, or what a node said; a reason without words as it is. */
export function useWhy(): (reason: string) => string {
  const t = useTranslations('whyNot')
  return (reason) => (t.has(reason as Why) ? t(reason as Why) : reason)
}
