'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, Outputs } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { readAddresses } from './addresses.ts'
import { PageCounts, SeedLine } from './SeedLine.tsx'

/** Where a collection's pages come from: what its requester named, what that brought, and what was not taken. [CLT-45] */
export function Seeds({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('seeds')
  const trpc = useTRPC()
  const { poolId, id: campaignId } = campaign
  const found = useQuery(
    trpc.collection.seeds.queryOptions(
      { poolId, campaignId },
      {
        refetchInterval: ({ state }) =>
          state.data?.items.some(({ readAt, fault }) => !readAt && !fault) ? 3_000 : 10_000,
      },
    ),
  )
  return (
    <Card aria-label={t('title')}>
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="mt-1 max-w-prose text-soft">{t('text')}</p>
          {campaign.status === 'draft' && <p className="mt-1 max-w-prose text-soft">{t('draftText')}</p>}
        </div>
      </CardHeader>
      <CardContent className="space-y-6">
        {found.error && <ProblemNotice error={found.error} onRetry={() => found.refetch()} />}
        {found.isPending && <Skeleton className="h-40" />}
        {found.data && (
          <>
            {campaign.status !== 'closed' && <AddForm campaign={campaign} of={found.data} />}
            <ul className="divide-y divide-line border-line border-t">
              {found.data.items.length === 0 && <li className="pt-5 text-soft">{t('none')}</li>}
              {found.data.items.map((seed) => (
                <li key={seed.id} className="py-5 last:pb-0">
                  <SeedLine seed={seed} campaign={campaign} />
                </li>
              ))}
              {Object.keys(found.data.single).length > 0 && (
                <li className="space-y-3 py-5 last:pb-0">
                  <p className="font-medium">{t('single')}</p>
                  <PageCounts pages={found.data.single} title={t('singleCount')} />
                </li>
              )}
            </ul>
          </>
        )}
      </CardContent>
    </Card>
  )
}

type What = 'lists' | 'pages'
const MOST = { lists: 100, pages: 10_000 }
const EXAMPLES = { lists: 'https://news.example/sitemap.xml', pages: 'https://news.example/2026/the-flood' }

function AddForm({ campaign, of }: { campaign: Campaign; of: Outputs['collection']['seeds'] }) {
  const { tags, hosts, anyPublicSite } = of
  const t = useTranslations('seeds')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [what, setWhat] = useState<What>('lists')
  const [text, setText] = useState('')
  const [only, setOnly] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const done = (message: string) => {
    toast.success(message)
    setText('')
    setTried(false)
    return Promise.all([
      queries.invalidateQueries(trpc.collection.pathFilter()),
      queries.invalidateQueries(trpc.campaign.pathFilter()),
    ])
  }
  const seeds = useMutation(
    trpc.collection.addSeeds.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ added }) => done(t('addedLists', { added })),
    }),
  )
  const pages = useMutation(
    trpc.collection.addUrls.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ added }) => done(t('addedPages', { added })),
    }),
  )
  const send = what === 'lists' ? seeds : pages
  const { urls, fault, strange } = readAddresses(text, of, MOST[what])
  const at = { poolId: campaign.poolId, campaignId: campaign.id, urls }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (fault) return
    if (what === 'lists') seeds.mutate({ ...at, tags: only })
    else pages.mutate(at)
  }
  const change = (to: What) => {
    seeds.reset()
    pages.reset()
    setWhat(to)
  }
  return (
    <form className="space-y-4" onSubmit={submit}>
      <Choices legend={t('what')} className="sm:grid-cols-2">
        {(['lists', 'pages'] as const).map((one) => (
          <Choice
            key={one}
            type="radio"
            name="what"
            checked={what === one}
            onChange={() => change(one)}
            label={t(`what_${one}`)}
            hint={t(`what_${one}Text`)}
          />
        ))}
      </Choices>
      <Field
        label={t('addresses')}
        hint={anyPublicSite ? t('anyHost') : t('onHosts', { hosts: hosts.join(', ') })}
        error={tried && fault ? t(`wrong_${fault}`, { address: strange, most: MOST[what] }) : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            spellCheck={false}
            className="font-mono text-sm"
            placeholder={EXAMPLES[what]}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {what === 'lists' && tags.length > 0 && (
        <Choices legend={t('only')} hint={t('onlyText')} className="sm:grid-cols-3">
          {tags.map((tag) => (
            <Choice
              key={tag}
              type="checkbox"
              label={tag}
              checked={only.includes(tag)}
              onChange={({ target }) =>
                setOnly(target.checked ? [...only, tag] : only.filter((other) => other !== tag))
              }
            />
          ))}
        </Choices>
      )}
      {send.error && <ProblemNotice error={send.error} />}
      <Button type="submit" variant="primary" disabled={urls.length === 0} busy={send.isPending}>
        {t('add')}
      </Button>
    </form>
  )
}
