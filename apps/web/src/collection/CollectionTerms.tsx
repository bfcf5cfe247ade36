'use client'

import { useTranslations } from 'next-intl'
import type { Campaign } from '@/api/types.ts'
import { useBytes } from '@/components/useBytes.ts'
import { usePercent } from '@/components/usePercent.ts'
import { Money } from '@/money/Money.tsx'
import { Facts } from '@/requester/Facts.tsx'
import { useTerms } from './useTerms.ts'

/** The terms a collection was created with. */
export function CollectionTerms({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('collection')
  const form = useTranslations('collectionForm')
  const percent = usePercent(2)
  const bytes = useBytes()
  const terms = useTerms(campaign).data
  if (!terms) return null
  const { hosts, anyPublicSite, tags, sourceSharePpm, maxBytes } = terms
  const asked = hosts.map(({ name, delaySeconds }) => t('hostEvery', { host: name, seconds: delaySeconds }))
  return (
    <Facts
      facts={[
        [form('name'), campaign.name],
        [t('hosts'), [...asked, ...(anyPublicSite ? [t('anySite')] : [])].join('\n')],
        [t('tags'), tags.join(' · ') || '–'],
        [t('price'), <Money key="price" amount={campaign.price} />],
        [t('share'), percent(sourceSharePpm)],
        [t('size'), bytes(maxBytes)],
      ]}
    />
  )
}
