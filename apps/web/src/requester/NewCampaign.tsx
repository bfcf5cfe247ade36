'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { NewCollection } from '@/collection/NewCollection.tsx'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { useMe } from '@/identity/session.ts'
import { NewLabelCampaign } from './NewLabelCampaign.tsx'
import { SignInFirst } from './SignInFirst.tsx'

const KINDS = ['label', 'collect'] as const
type Kind = (typeof KINDS)[number]

/** A new campaign: of answers to a question, or of pages. */
export function NewCampaign({ poolId }: { poolId: string }) {
  const t = useTranslations('campaignForm')
  const trpc = useTRPC()
  const me = useMe()
  const pool = useQuery(trpc.pool.get.queryOptions({ poolId }))
  const [kind, setKind] = useState<Kind>('label')
  return (
    <>
      <BackLink href={`/requester/${poolId}`}>{pool.data?.name ?? '…'}</BackLink>
      <PageHeader title={t('title')}>{t(`text_${kind}`)}</PageHeader>
      {pool.error && <ProblemNotice error={pool.error} onRetry={() => pool.refetch()} />}
      {me.data === null ? (
        <SignInFirst />
      ) : (
        <div className="space-y-5">
          <Choices legend={t('kind')} className="sm:grid-cols-2">
            {KINDS.map((one) => (
              <Choice
                key={one}
                type="radio"
                name="kind"
                label={t(`kind_${one}`)}
                hint={t(`kind_${one}_hint`)}
                checked={kind === one}
                onChange={() => setKind(one)}
              />
            ))}
          </Choices>
          {kind === 'label' ? <NewLabelCampaign poolId={poolId} /> : <NewCollection poolId={poolId} />}
        </div>
      )}
    </>
  )
}
