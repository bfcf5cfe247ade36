'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { useMoney } from '@/money/Money.tsx'
import { readDocuments } from './collectionInput.ts'
import { useTerms } from './useTerms.ts'

/** How many pages are wanted, changed at any time before the end. [CLT-70] */
export function WantedPages({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('collection')
  const form = useTranslations('collectionForm')
  const money = useMoney()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const terms = useTerms(campaign)
  const [typed, setTyped] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const change = useMutation(
    trpc.collection.change.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t('changed'))
        setTyped(null)
        await Promise.all([
          queries.invalidateQueries(trpc.collection.pathFilter()),
          queries.invalidateQueries(trpc.campaign.pathFilter()),
        ])
      },
    }),
  )
  if (terms.error) return <ProblemNotice error={terms.error} onRetry={() => terms.refetch()} />
  if (!terms.data || campaign.status === 'closed') return null
  const { documents: now, cost } = terms.data
  const text = typed ?? (now === null ? '' : String(now))
  const documents = readDocuments(text)
  return (
    <Card className="p-5">
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (documents !== null)
            change.mutate({ poolId: campaign.poolId, campaignId: campaign.id, documents })
        }}
      >
        <div>
          <CardTitle>{t('wanted')}</CardTitle>
          <p className="mt-1 max-w-prose text-soft">
            {cost ? t('wantedText', { cost: money(cost.total) }) : t('wantedAll')}
          </p>
        </div>
        <div className="flex flex-wrap items-start gap-3">
          <Field
            label={form('documents')}
            error={tried && documents === null ? form('fault_documents') : undefined}
            className="w-48"
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="tnum"
                value={text}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </Field>
          <Button type="submit" className="mt-7 h-11" busy={change.isPending} disabled={typed === null}>
            {t('change')}
          </Button>
        </div>
        {change.error && <ProblemNotice error={change.error} />}
      </form>
    </Card>
  )
}
