'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { ConsentPanel } from '@/consent/ConsentPanel.tsx'
import { EditorSkeleton } from './EditorSkeleton.tsx'
import { Practice } from './Practice.tsx'

interface BeforeConsentProps {
  campaign: Campaign
  personId: string
  onGranted: () => void
}

/** More than this is not practice, it is work. */
const PRACTICE_TASKS = 3

/** A newcomer first sees a task, not a contract: practice where the campaign has some, then the one question. */
export function BeforeConsent({ campaign, personId, onGranted }: BeforeConsentProps) {
  const { poolId, id: campaignId } = campaign
  const t = useTranslations('editor')
  const trpc = useTRPC()
  const practice = useQuery(
    trpc.labeling.practice.queryOptions({ poolId, campaignId }, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const [practiced, setPracticed] = useState(false)
  if (practice.isPending) return <EditorSkeleton />
  const items = practice.data?.items.slice(0, PRACTICE_TASKS) ?? []
  if (!practiced && items.length > 0) {
    return <Practice campaign={campaign} items={items} onDone={() => setPracticed(true)} />
  }
  return (
    <div className="flex min-h-0 flex-1 overflow-y-auto">
      <ConsentPanel title={t('consentTitle')} poolId={poolId} personId={personId} onGranted={onGranted} />
    </div>
  )
}
