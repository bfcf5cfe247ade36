'use client'

import { useQuery } from '@tanstack/react-query'
import { FileSignature } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Consent } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { NamedList } from '@/consent/NamedList.tsx'
import { downloadReceipt } from '@/consent/receipt.ts'
import { useTermNames } from '@/consent/useTermNames.ts'
import { EndConsent } from './EndConsent.tsx'

export function Consents() {
  const t = useTranslations('work')
  const trpc = useTRPC()
  const consents = useQuery(trpc.me.consents.queryOptions())
  const [ending, setEnding] = useState<Consent | null>(null)
  if (consents.error) return <ProblemNotice error={consents.error} onRetry={() => consents.refetch()} />
  if (!consents.data) return <Skeleton className="h-48 rounded-card" />
  if (consents.data.items.length === 0) {
    return (
      <Card>
        <Empty icon={FileSignature} title={t('noConsents')}>
          {t('noConsentsText')}
        </Empty>
      </Card>
    )
  }
  return (
    <>
      <ul className="grid gap-4">
        {consents.data.items.map((consent) => (
          <li key={consent.id}>
            <ConsentCard consent={consent} onEnd={() => setEnding(consent)} />
          </li>
        ))}
      </ul>
      <p className="mt-4 text-soft text-sm">
        {t.rich('receiptEnds', {
          page: (words) => (
            <Link href="/end-consent" className="text-accent underline-offset-4 hover:underline">
              {words}
            </Link>
          ),
        })}
      </p>
      <EndConsent consent={ending} onClose={() => setEnding(null)} />
    </>
  )
}

function ConsentCard({ consent, onEnd }: { consent: Consent; onEnd: () => void }) {
  const t = useTranslations('work')
  const { purpose, licenseeClass } = useTermNames()
  const { poolName, purposes, licenseeClasses, licensees, grantedAt, expiresAt, revokedAt, erasure } = consent
  return (
    <Card aria-label={poolName} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 p-5">
      <div className="min-w-0 space-y-1">
        <h2 className="flex flex-wrap items-center gap-2.5 font-semibold">
          {poolName}
          <Badge tone={revokedAt ? 'neutral' : 'good'}>
            {revokedAt ? t('consentOver') : t('consentActive')}
          </Badge>
        </h2>
        <p>
          {purposes.map(purpose).join(' · ')}
          {licenseeClasses.length > 0 && (
            <span className="text-soft"> — {licenseeClasses.map(licenseeClass).join(' · ')}</span>
          )}
        </p>
        <NamedList licensees={licensees} only={licenseeClasses.length === 0} />
        <p className="text-soft text-sm">
          {t.rich('consentGranted', { when: () => <Time at={grantedAt} /> })}
          {' · '}
          {revokedAt
            ? t.rich('consentEnded', { when: () => <Time at={revokedAt} /> })
            : t.rich('consentUntil', { when: () => <Time at={expiresAt} /> })}
        </p>
        {erasure && erasure.given > 0 && (
          <p className="text-soft text-sm">{t('erased', { erased: erasure.erased, given: erasure.given })}</p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => downloadReceipt(consent)}>{t('receipt')}</Button>
        {!revokedAt && (
          <Button variant="danger" onClick={onEnd}>
            {t('endConsent')}
          </Button>
        )}
      </div>
    </Card>
  )
}
