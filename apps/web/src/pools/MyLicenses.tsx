'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { License, Release } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'
import { Money, useMoney } from '@/money/Money.tsx'
import { Acknowledge } from './Acknowledge.tsx'
import { CheckRows } from './CheckRows.tsx'
import { Export } from './Export.tsx'
import { useMyLicenses } from './useMyLicenses.ts'

/** One's licenses of this pool and, with a valid one, the export. Nothing for who has none. */
export function MyLicenses({ poolId, releases }: { poolId: string; releases: readonly Release[] }) {
  const t = useTranslations('buyer')
  const { mine, error, refetch } = useMyLicenses(poolId)
  const valid = mine.find((license) => license.valid)
  if (error) return <ProblemNotice error={error} onRetry={() => refetch()} />
  if (mine.length === 0) return null
  return (
    <>
      <Card aria-label={t('mine')}>
        <CardHeader>
          <CardTitle>{t('mine')}</CardTitle>
          <Link href="/buying" className="text-accent text-sm underline-offset-4 hover:underline">
            {t('programs')}
          </Link>
        </CardHeader>
        <CardContent className="pt-3">
          <ul className="divide-y divide-line">
            {mine.map((license) => (
              <li key={license.id} className="py-3.5 first:pt-0 last:pb-0">
                <LicenseLine license={license} />
              </li>
            ))}
          </ul>
        </CardContent>
      </Card>
      {valid && <Export poolId={poolId} licenseId={valid.id} releases={releases} />}
    </>
  )
}

function LicenseLine({ license }: { license: License }) {
  const t = useTranslations('buyer')
  const money = useMoney()
  const names = useTermNames()
  const { price, contributors, purposes, expiresAt, transaction, valid, distribution } = license
  const lapsed = !valid && new Date(expiresAt) > new Date()
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2.5 font-medium">
          <Money amount={price} />
          <Badge tone={valid ? 'good' : lapsed ? 'bad' : 'neutral'}>
            {valid ? t('valid') : lapsed ? t('lapsed') : t('expired')}
          </Badge>
        </p>
        <p className="text-[0.9375rem] text-soft">
          {purposes.map(names.purpose).join(' · ')} ·{' '}
          {t.rich('until', { when: () => <Time at={expiresAt} /> })}
        </p>
        <p className="text-[0.9375rem] text-soft">
          {distribution === null
            ? t('toContributors', { amount: money(contributors) })
            : t('distributed', { amount: money(distribution.distributed), epoch: distribution.epoch })}
        </p>
      </div>
      <Hash value={transaction} copyLabel={t('copyTransaction')} />
      <Acknowledge license={license} />
      <CheckRows license={license} />
    </div>
  )
}
