'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { usePercent } from '@/components/usePercent.ts'

/** Checks from which skill acts on pay. */
const MEASURED_FROM = 20

/** Measured skill in each pool, with its interval and what would raise it. */
export function Skills() {
  const t = useTranslations('appeal')
  const trpc = useTRPC()
  const percent = usePercent()
  const skills = useQuery(trpc.appeal.skills.queryOptions())
  if (!skills.data || skills.data.items.length === 0) return null
  return (
    <Card aria-label={t('skill')} className="space-y-4 p-5">
      <div>
        <CardTitle>{t('skill')}</CardTitle>
        <p className="text-soft text-sm">{t('skillText')}</p>
      </div>
      <ul className="space-y-4">
        {skills.data.items.map((one) => (
          <li key={one.poolId} className="space-y-1.5">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">{one.poolName}</span>
              <span className="tnum">
                {percent(one.lowPpm)} – {percent(one.highPpm)}
              </span>
            </p>
            <span aria-hidden className="relative block h-2 rounded-full bg-sunken">
              <span
                className="absolute h-full rounded-full bg-accent"
                style={{
                  left: `${one.lowPpm / 10_000}%`,
                  width: `${Math.max(1, (one.highPpm - one.lowPpm) / 10_000)}%`,
                }}
              />
            </span>
            <p className="text-soft text-sm">
              {t('skillFacts', { right: one.right, checks: one.checks })}{' '}
              {one.reviewer
                ? t('reviewer')
                : one.checks < MEASURED_FROM
                  ? t('raiseChecks', { count: MEASURED_FROM - one.checks })
                  : t('raiseRight')}{' '}
              {t('pays', { share: percent(one.multiplierPpm) })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
