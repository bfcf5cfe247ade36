'use client'

import { useTranslations } from 'next-intl'
import type { Campaign } from '@/api/types.ts'
import { Badge, type Tone } from '@/components/ui/badge.tsx'

const tones: Record<Campaign['status'], Tone> = {
  draft: 'neutral',
  open: 'good',
  paused: 'warn',
  closed: 'neutral',
}

export function CampaignStatus({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('requester')
  const { status, settled } = campaign
  return (
    <Badge tone={tones[status]} className="tracking-normal">
      {status === 'closed' && !settled ? t('status_closing') : t(`status_${status}`)}
    </Badge>
  )
}
