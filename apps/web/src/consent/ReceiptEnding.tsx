'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { NamedList } from './NamedList.tsx'
import type { Receipt } from './readReceipt.ts'
import { useTermNames } from './useTermNames.ts'

/** What the consent covers, what ending it does, and the one button; then that it is over. */
export function ReceiptEnding({ receipt, onOther }: { receipt: Receipt; onOther: () => void }) {
  const t = useTranslations('endByReceipt')
  const trpc = useTRPC()
  const { consentId, body, secret } = receipt
  const pool = useQuery(
    trpc.pool.get.queryOptions({ poolId: body.poolId }, { enabled: !receipt.poolName, retry: false }),
  )
  const poolName = receipt.poolName ?? pool.data?.name ?? body.poolId
  const end = useMutation(trpc.consent.revoke.mutationOptions({ meta: { quiet: true } }))
  const ended = end.data
  return (
    <Card className="space-y-6 p-5 sm:p-6">
      {ended?.revokedAt && (
        <Notice
          role="status"
          tone="good"
          title={t.rich(ended.endedBefore ? 'endedBefore' : 'ended', {
            when: () => <Time at={ended.revokedAt!} exact />,
          })}
        >
          {t('endedText')}
        </Notice>
      )}
      <Covers body={body} poolName={poolName} />
      {!ended && (
        <div>
          <h3 className="font-medium">{t('does')}</h3>
          <ul className="mt-2 list-disc space-y-1.5 pl-5 text-[0.9375rem] text-soft marker:text-line-strong">
            <li>{t('doesReleases')}</li>
            <li>{t('doesBuyers')}</li>
            <li>{t('doesRevenue')}</li>
            <li>{t('doesFinal')}</li>
          </ul>
        </div>
      )}
      {end.error && <ProblemNotice error={end.error} />}
      <div className="flex flex-col-reverse gap-2 sm:flex-row">
        {!ended && (
          <Button
            variant="danger"
            size="lg"
            busy={end.isPending}
            onClick={() => end.mutate({ poolId: body.poolId, consentId, secret })}
          >
            {t('end')}
          </Button>
        )}
        <Button variant={ended ? 'secondary' : 'quiet'} size="lg" disabled={end.isPending} onClick={onOther}>
          {t('other')}
        </Button>
      </div>
    </Card>
  )
}

function Covers({ body, poolName }: { body: Receipt['body']; poolName: string }) {
  const t = useTranslations('endByReceipt')
  const { purpose, licenseeClass } = useTermNames()
  const licensees = 'licensees' in body ? body.licensees : { allowed: [], denied: [] }
  const rows: [string, ReactNode][] = [
    [t('purposes'), body.purposes.map(purpose).join(' · ')],
    [
      t('who'),
      <>
        {body.licenseeClasses.map(licenseeClass).join(' · ')}
        <NamedList licensees={licensees} only={body.licenseeClasses.length === 0} />
      </>,
    ],
    [t('given'), <Time key="given" at={body.grantedAt} exact />],
    [t('until'), <Time key="until" at={body.expiresAt} exact />],
  ]
  return (
    <div className="space-y-4">
      <div>
        <p className="text-soft text-sm">{t('covers')}</p>
        <CardTitle className="break-words">{poolName}</CardTitle>
      </div>
      <dl className="grid gap-x-6 gap-y-1 text-[0.9375rem] sm:grid-cols-[max-content_1fr] sm:gap-y-2.5">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="mb-2 min-w-0 sm:mb-0">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
