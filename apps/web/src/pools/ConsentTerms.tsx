'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import { Hash } from '@/components/Hash.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'

/** The very sentence contributors agreed to: a license can allow no more than this. */
export function ConsentTerms({ poolId }: { poolId: string }) {
  const t = useTranslations('pools')
  const locale = useLocale()
  const names = useTermNames()
  const trpc = useTRPC()
  const consent = useQuery(trpc.consent.terms.queryOptions({ poolId }))
  if (!consent.data) return null
  const { terms, hash, sentence } = consent.data
  const facts = [
    [t('purposes'), terms.purposes.map(names.purpose).join(' · ')],
    [t('classes'), terms.licenseeClasses.map(names.licenseeClass).join(' · ')],
    [t('lasts'), t('months', { count: terms.months })],
  ] as const
  return (
    <Card aria-label={t('consent')}>
      <CardHeader>
        <CardTitle>{t('consent')}</CardTitle>
      </CardHeader>
      <CardContent className="space-y-4 pt-3">
        <blockquote className="border-accent border-l-2 pl-4">{sentence[locale]}</blockquote>
        {terms.note && <p className="whitespace-pre-wrap text-soft">{terms.note}</p>}
        <dl className="space-y-1.5 text-[0.9375rem]">
          {facts.map(([label, value]) => (
            <div key={label} className="grid grid-cols-[7rem_1fr] gap-3">
              <dt className="text-soft">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div className="grid grid-cols-[7rem_1fr] items-center gap-3">
            <dt className="text-soft">{t('termsHash')}</dt>
            <dd>
              <Hash value={hash} copyLabel={t('copyTerms')} />
            </dd>
          </div>
        </dl>
        <p className="text-soft text-sm">{t('consentText')}</p>
      </CardContent>
    </Card>
  )
}
