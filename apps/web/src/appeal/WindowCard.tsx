'use client'

import { useTranslations } from 'next-intl'
import type { PayWindow } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Progress } from '@/components/ui/progress.tsx'
import { Money, useMoney } from '@/money/Money.tsx'
import { AppealButton } from './AppealButton.tsx'
import { FailedChecks } from './FailedChecks.tsx'

const tones: Record<PayWindow['state'], Tone> = {
  open: 'warn',
  passed: 'good',
  failed: 'bad',
  appealed: 'warn',
  rejected: 'bad',
  carried: 'warn',
}

/** One window: how far it is, what it pays, and where a rejection stands. */
export function WindowCard({ window }: { window: PayWindow }) {
  const t = useTranslations('appeal')
  const money = useMoney()
  const { state, checks, checksNeeded, wrong, answers, pay, staked, appealUntil, failed, asked } = window
  return (
    <Card aria-label={window.campaignName} className="space-y-3 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="flex flex-wrap items-center gap-2.5 font-semibold">
          {window.campaignName}
          <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>
        </h3>
        <Money amount={pay} className="font-semibold" />
      </div>
      {state === 'open' && (
        <Progress value={checks} max={checksNeeded} label={t('checksOf', { checks, needed: checksNeeded })} />
      )}
      <p className="text-[0.9375rem] text-soft">
        {t('facts', { answers, checks, wrong })}{' '}
        {state === 'open'
          ? t('text_open', { count: window.answersLeft })
          : state === 'failed' && window.reasonCode === 'found-bad'
            ? t('text_found-bad')
            : t(`text_${state}`)}{' '}
        {BigInt(staked) > 0n && t('stakedText', { amount: money(BigInt(staked)) })}
      </p>
      {asked && (
        <details>
          <summary className="inline-flex min-h-8 items-center text-accent text-sm">
            {t('evidence', { count: failed.length })}
          </summary>
          <FailedChecks asked={asked} failed={failed} />
        </details>
      )}
      {state === 'failed' && appealUntil && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-line border-t pt-4">
          <p className="text-[0.9375rem]">
            {t('until')} <Time at={appealUntil} />
          </p>
          <AppealButton poolId={window.poolId} windowId={window.id} />
        </div>
      )}
    </Card>
  )
}
