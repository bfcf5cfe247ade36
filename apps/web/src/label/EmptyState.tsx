'use client'

import { Ban, CircleCheck, CircleX, Coins, ListX, Pause, Users } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Campaign, Reservation } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { useMoney } from '@/money/Money.tsx'

type Reason = Exclude<NonNullable<Reservation['reason']>, 'consent-needed'>

const looks = {
  'no-task-left': { icon: CircleCheck, key: 'done' },
  'not-listed': { icon: ListX, key: 'notListed' },
  paused: { icon: Pause, key: 'paused' },
  closed: { icon: CircleX, key: 'closed' },
  'not-enough-points': { icon: Coins, key: 'points' },
  suspended: { icon: Ban, key: 'suspended' },
  'share-reached': { icon: Users, key: 'share' },
} as const

/** Why there is no task now, and where to go instead. */
export function EmptyState({ reason, campaign }: { reason: Reason; campaign: Campaign }) {
  const t = useTranslations('editor')
  const money = useMoney()
  const { icon, key } = looks[reason]
  return (
    <Empty
      icon={icon}
      title={t(`${key}Title`)}
      className="m-auto"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/work">{t('seeWork')}</Link>
          </Button>
          <Button asChild>
            <Link href="/label">{t('otherCampaigns')}</Link>
          </Button>
        </>
      }
    >
      <p role="status">{t(`${key}Text`, { amount: money(campaign.stake) })}</p>
    </Empty>
  )
}
