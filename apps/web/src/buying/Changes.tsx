'use client'

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { License } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Select } from '@/components/ui/input.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Acknowledge } from '@/pools/Acknowledge.tsx'
import { saveText } from '@/pools/saveText.ts'
import { NewsLine } from './NewsLine.tsx'

/** What happened to the releases of one's licenses, and what one has said to it. */
export function Changes() {
  const t = useTranslations('news')
  const trpc = useTRPC()
  const licenses = useQuery(trpc.license.mine.queryOptions(undefined, { refetchInterval: 15_000 }))
  const [chosen, setChosen] = useState<string | null>(null)
  const items = licenses.data?.items ?? []
  const license = items.find(({ id }) => id === chosen) ?? items[0]
  return (
    <Card id="changes" aria-label={t('title')} className="scroll-mt-24">
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">{t('text')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        {licenses.error && <ProblemNotice error={licenses.error} onRetry={() => licenses.refetch()} />}
        {licenses.isPending && <Skeleton className="h-24" />}
        {licenses.data && !license && <p className="text-soft text-sm">{t('noLicense')}</p>}
        {license && items.length > 1 && (
          <Field label={t('license')}>
            {(control) => (
              <Select
                {...control}
                className="w-full sm:max-w-md"
                value={license.id}
                onChange={({ target }) => setChosen(target.value)}
              >
                {items.map(({ id, poolName }) => (
                  <option key={id} value={id}>
                    {t('licenseOption', { id, pool: poolName })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {license && <Feed key={license.id} license={license} />}
      </CardContent>
    </Card>
  )
}

function Feed({ license }: { license: License }) {
  const t = useTranslations('news')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const news = useInfiniteQuery(
    trpc.license.news.infiniteQueryOptions(
      { licenseId: license.id, limit: 20 },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, refetchInterval: 15_000 },
    ),
  )
  const say = useMutation(
    trpc.license.ackErasure.mutationOptions({
      meta: { quiet: true },
      onSuccess: async (signed, { through }) => {
        saveText(`erasure-${license.id}-${through}.json`, JSON.stringify(signed, null, 2))
        await queries.invalidateQueries(trpc.license.news.pathFilter())
      },
    }),
  )
  if (news.error && !news.data) return <ProblemNotice error={news.error} onRetry={() => news.refetch()} />
  if (!news.data) return <Skeleton className="h-24" />
  const items = news.data.pages.flatMap((page) => page.items)
  const open = items.filter(
    ({ kind, concerns, acknowledgedAt }) => kind !== 'release' && concerns && !acknowledgedAt,
  )
  const through = Math.max(0, ...open.map(({ lastSeq }) => lastSeq))
  return (
    <>
      {through > 0 && (
        <Notice
          tone="warn"
          title={t('toSay')}
          action={
            <Button
              className="w-full sm:w-auto"
              busy={say.isPending}
              onClick={() => say.mutate({ licenseId: license.id, through })}
            >
              {t('say')}
            </Button>
          }
        >
          {t('toSayText')}
        </Notice>
      )}
      {say.error && <ProblemNotice error={say.error} />}
      <Acknowledge license={license} />
      {items.length === 0 && <p className="text-soft text-sm">{t('none')}</p>}
      <ol className="divide-y divide-line">
        {items.map((one) => (
          <li key={`${one.kind} ${one.lastSeq}`} className="py-3 first:pt-0 last:pb-0">
            <NewsLine news={one} />
          </li>
        ))}
      </ol>
      {news.hasNextPage && (
        <Button className="mx-auto flex" busy={news.isFetchingNextPage} onClick={() => news.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
      <p className="text-soft text-sm">
        {t.rich('forPrograms', {
          path: () => <code className="break-all font-mono">{`/v1/licenses/${license.id}/changes`}</code>,
          time: () => <Time at={license.expiresAt} exact />,
        })}
      </p>
    </>
  )
}
