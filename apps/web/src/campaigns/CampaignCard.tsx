'use client'

import { useTranslations } from 'next-intl'
import type { CampaignCard as Campaign } from '@/api/types.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Money, useMoney } from '@/money/Money.tsx'
import { useQuestionFacts } from '@/question/useQuestionFacts.ts'
import { useStartLabeling } from './useStartLabeling.ts'

export function CampaignCard({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('campaigns')
  const money = useMoney()
  const start = useStartLabeling()
  const asked = useQuestionFacts(campaign)
  const { name, poolName, price, stake, openSlots, mine } = campaign
  return (
    <Card aria-label={name} className="flex w-full flex-col p-5">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-semibold text-lg">{name}</h3>
          {poolName !== name && <p className="truncate text-soft text-sm">{poolName}</p>}
        </div>
        <p className="shrink-0 text-right">
          <Money amount={price} className="block font-semibold text-lg leading-6" />
          <span className="text-soft text-sm">{t('perAnswer')}</span>
        </p>
      </div>
      <p className="mt-4 mb-5 flex flex-wrap gap-1.5">
        <Badge tone={openSlots > 0 ? 'accent' : 'neutral'}>{t('slotsLeft', { count: openSlots })}</Badge>
        <Badge>{[asked.type, asked.short].filter(Boolean).join(' · ')}</Badge>
        {BigInt(stake) > 0n && <Badge>{t('stake', { amount: money(stake) })}</Badge>}
        {mine > 0 && <Badge>{t('mine', { count: mine })}</Badge>}
      </p>
      <Button
        className="mt-auto w-full"
        aria-label={t('labelNamed', { name })}
        busy={start.isPending}
        onClick={() => start.mutate(campaign)}
      >
        {t('label')}
      </Button>
    </Card>
  )
}
