'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { SoldLicense } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'
import { Money, useMoney } from '@/money/Money.tsx'

const TONES = { valid: 'good', lapsed: 'bad', expired: 'neutral' } as const

/** One license: whose, of what, until when, what it owes, and where its price went. */
export function SoldLine({ license }: { license: SoldLicense }) {
  const t = useTranslations('sold')
  const states = useTranslations('buyer')
  const names = useTermNames()
  const money = useMoney()
  const { buyer, orderNumber, licensee, standing, acknowledge, boughtAt, expiresAt } = license
  const ofWhom = [
    ...license.purposes.map(names.purpose),
    ...(license.licenseeClass ? [names.licenseeClass(license.licenseeClass)] : []),
  ]
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 flex-[1_1_20rem] space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <span className="min-w-0 break-words">{buyer ? (buyer.name ?? t('unnamed')) : t('outside')}</span>
          <Badge tone={TONES[standing]}>{states(standing)}</Badge>
          {acknowledge && (
            <Badge tone={acknowledge.askedAt ? 'neutral' : standing === 'lapsed' ? 'bad' : 'warn'}>
              {acknowledge.askedAt
                ? t('asked')
                : t.rich(standing === 'lapsed' ? 'owedSince' : 'owes', {
                    when: () => <Time at={acknowledge.by} />,
                  })}
            </Badge>
          )}
        </p>
        <p className="break-words text-[0.9375rem]">
          <Link href={`/pools/${license.poolId}`} className="text-accent underline-offset-4 hover:underline">
            {license.poolName}
          </Link>{' '}
          <span className="text-soft">· {ofWhom.join(' · ') || t('unknownUse')}</span>
        </p>
        <p className="text-soft text-sm">
          {t('number', { id: license.id })} · {t.rich('bought', { when: () => <Time at={boughtAt} /> })} ·{' '}
          {t.rich(standing === 'expired' ? 'ended' : 'until', { when: () => <Time at={expiresAt} /> })}
        </p>
        <p className="flex flex-wrap items-center gap-x-4 text-soft text-sm">
          <span>
            {t(license.kept ? 'keptLicensee' : 'licensee')}{' '}
            <Hash value={licensee} copyLabel={t('copyLicensee')} />
          </span>
          {orderNumber && <span className="break-words">{t('order', { number: orderNumber })}</span>}
        </p>
      </div>
      <div className="min-w-0 sm:text-right">
        <p className="font-medium">
          <Money amount={license.price} />
        </p>
        <p className="text-soft text-sm">
          {license.distributedIn === null
            ? t('waits', { amount: money(license.contributors) })
            : t('split', { amount: money(license.contributors), epoch: license.distributedIn })}
        </p>
        <p className="text-soft text-sm">
          <Hash value={license.transaction} copyLabel={states('copyTransaction')} />
        </p>
      </div>
    </div>
  )
}
