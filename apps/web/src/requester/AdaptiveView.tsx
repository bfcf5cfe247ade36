'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { Campaign, Progress } from '@/api/types.ts'
import { Card } from '@/components/ui/card.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { usePercent } from '@/components/usePercent.ts'

/** How far the items of a campaign that stops when sure are decided, and what its audit says. */
export function AdaptiveView({ campaign, progress }: { campaign: Campaign; progress: Progress }) {
  const t = useTranslations('adaptive')
  const format = useFormatter()
  const percent = usePercent(1)
  const { adaptive } = progress
  if (!adaptive) return null
  const n = (value: number) => format.number(value)
  const decided = adaptive.confident + adaptive.allAnswers + adaptive.reviewed
  return (
    <Card className="overflow-hidden">
      <div className="p-5">
        <h2 className="font-medium text-[0.9375rem]">
          {t('title', { percent: percent(campaign.targetConfidencePpm) })}
        </h2>
        <p className="max-w-prose text-soft text-sm">
          {t('text', { least: adaptive.least, most: campaign.overlap })}
        </p>
      </div>
      <dl className="-mr-px grid grid-cols-2 gap-px border-line border-t bg-line sm:grid-cols-4 [&>div]:bg-surface [&>div]:p-4 sm:[&>div]:px-5">
        <Stat label={t('decided')} value={n(decided)} hint={t('undecided', { count: adaptive.undecided })} />
        <Stat label={t('early')} value={n(adaptive.confident)} hint={t('earlyHint')} />
        <Stat
          label={t('reviewed')}
          value={n(adaptive.reviewed)}
          hint={t('escalated', { count: adaptive.escalated })}
        />
        <Stat
          label={t('audit')}
          value={
            adaptive.auditItems === 0
              ? '–'
              : percent((adaptive.auditErrors / adaptive.auditItems) * 1_000_000)
          }
          hint={t('auditHint', { errors: adaptive.auditErrors, items: adaptive.auditItems })}
        />
      </dl>
    </Card>
  )
}
