'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { useInstance } from '@/api/useInstance.ts'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useMe } from '@/identity/session.ts'
import { CampaignFields } from './CampaignFields.tsx'
import { CostCard } from './CostCard.tsx'
import { emptyCampaign, readCampaign } from './campaignInput.ts'
import { EconomyCard } from './EconomyCard.tsx'
import { SignInFirst } from './SignInFirst.tsx'

/** A new label campaign. What is asked and what it pays cannot change once it has started. */
export function NewCampaign({ poolId }: { poolId: string }) {
  const t = useTranslations('campaignForm')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const me = useMe()
  const pool = useQuery(trpc.pool.get.queryOptions({ poolId }))
  const chain = useInstance().data?.chain
  const [input, setInput] = useState(emptyCampaign)
  const [tried, setTried] = useState(false)
  const { faults, questionFaults, campaign, economy } = readCampaign(input, chain?.tokenDecimals ?? 6)
  const count = faults.size + questionFaults.size
  const create = useMutation(
    trpc.campaign.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries(trpc.campaign.pathFilter())
        router.push(`/requester/${poolId}/campaigns/${id}`)
      },
    }),
  )
  return (
    <>
      <BackLink href={`/requester/${poolId}`}>{pool.data?.name ?? '…'}</BackLink>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      {pool.error && <ProblemNotice error={pool.error} onRetry={() => pool.refetch()} />}
      {me.data === null ? (
        <SignInFirst />
      ) : (
        <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
          <form
            noValidate
            className="space-y-5"
            onSubmit={(event) => {
              event.preventDefault()
              setTried(true)
              if (count === 0) create.mutate({ poolId, ...campaign })
            }}
          >
            <CampaignFields
              input={input}
              faults={tried ? faults : new Set()}
              questionFaults={tried ? questionFaults : new Map()}
              symbol={chain?.tokenSymbol ?? ''}
              onChange={setInput}
            />
            {create.error && <ProblemNotice error={create.error} />}
            {tried && count > 0 && (
              <p role="alert" className="text-bad">
                {t('faults', { count })}
              </p>
            )}
            <Button
              type="submit"
              variant="primary"
              size="lg"
              className="w-full sm:w-auto"
              busy={create.isPending}
            >
              {t('create')}
            </Button>
          </form>
          <div className="space-y-5 lg:sticky lg:top-24">
            <CostCard
              price={BigInt(campaign.price)}
              overlap={campaign.overlap}
              overlapMin={campaign.targetConfidencePpm === null ? null : campaign.overlapMin}
              goldRatePpm={campaign.goldRatePpm}
              list={campaign.assignment === 'list'}
            />
            {campaign.assignment === 'open' && <EconomyCard economy={economy} />}
          </div>
        </div>
      )}
    </>
  )
}
