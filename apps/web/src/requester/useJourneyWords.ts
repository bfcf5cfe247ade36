'use client'

import { useTranslations } from 'next-intl'
import type { Campaign } from '@/api/types.ts'
import type en from '../../messages/en.json'

type Key = Exclude<keyof typeof en.journey, 'next' | 'title'>
type KeyOfPages = keyof typeof en.journeyOfPages

/** The words of the requester's way; a campaign that collects pages has some of its own. */
export function useJourneyWords(campaign: Pick<Campaign, 'taskType'> | null): (key: Key) => string {
  const t = useTranslations('journey')
  const pages = useTranslations('journeyOfPages')
  const collects = campaign?.taskType === 'collect'
  return (key) => (collects && pages.has(key as KeyOfPages) ? pages(key as KeyOfPages) : t(key))
}
