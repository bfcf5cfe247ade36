'use client'

import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { callHttp } from '@/api/http.ts'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMoney } from '@/money/Money.tsx'
import { saveText } from '@/pools/saveText.ts'

const ACTIONS = [
  'export.deliver',
  'key.create',
  'key.revoke',
  'purchase.quote',
  'purchase.submit',
  'webhook.add',
  'webhook.rotate',
  'webhook.enable',
  'webhook.remove',
  'webhook.disabled',
] as const
const isKnown = (action: string): action is (typeof ACTIONS)[number] =>
  (ACTIONS as readonly string[]).includes(action)

/** Every delivery, key and purchase of the account, each line chained by hash to the one before. */
export function AuditLog() {
  const t = useTranslations('audit')
  const common = useTranslations('common')
  const words = useDetailWords()
  const trpc = useTRPC()
  const lines = useInfiniteQuery(
    trpc.audit.lines.infiniteQueryOptions(
      { limit: 20 },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined },
    ),
  )
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async () => saveText('audit.jsonl', await (await callHttp('/v1/audit.jsonl')).text()),
  })
  const items = lines.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card aria-label={t('title')}>
      <CardHeader>
        <div className="min-w-0 flex-[1_1_16rem]">
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">{t('text')}</p>
        </div>
        <Button busy={save.isPending} disabled={items.length === 0} onClick={() => save.mutate()}>
          {!save.isPending && <Download aria-hidden />}
          {t('save')}
        </Button>
      </CardHeader>
      <CardContent className="space-y-4">
        {save.error && <ProblemNotice error={save.error} />}
        {lines.error && <ProblemNotice error={lines.error} onRetry={() => lines.refetch()} />}
        {lines.isPending && <Skeleton className="h-24" />}
        {lines.data && items.length === 0 && <p className="text-soft text-sm">{t('empty')}</p>}
        {items.length > 0 && (
          <ol className="divide-y divide-line">
            {items.map(({ seq, at, action, detail, hash }) => (
              <li key={seq} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-3">
                <div className="min-w-0 flex-[1_1_16rem] text-[0.9375rem]">
                  <p>
                    <span className="mr-2 text-soft tabular-nums">{seq}</span>
                    <span className="font-medium">
                      {isKnown(action) ? t(action.replace('.', '_') as 'export_deliver') : action}
                    </span>
                  </p>
                  <p className="break-words text-soft text-sm">{words(detail)}</p>
                </div>
                <p className="flex items-center gap-2 text-soft text-sm">
                  <Time at={at} />
                  <Hash value={hash} copyLabel={t('copyHash')} />
                </p>
              </li>
            ))}
          </ol>
        )}
        {lines.hasNextPage && (
          <Button
            className="mx-auto flex"
            busy={lines.isFetchingNextPage}
            onClick={() => lines.fetchNextPage()}
          >
            {common('more')}
          </Button>
        )}
      </CardContent>
    </Card>
  )
}

const NAMES = [
  'url',
  'price',
  'offerId',
  'orderNumber',
  'licenseId',
  'form',
  'rows',
  'bytes',
  'name',
  'prefix',
  'mayBuy',
] as const
const isNamed = (name: string): name is (typeof NAMES)[number] => (NAMES as readonly string[]).includes(name)

/** The members that a person can read, in their words: ids and hashes are in the file. */
function useDetailWords(): (detail: Record<string, unknown>) => string {
  const t = useTranslations('audit')
  const money = useMoney()
  return (detail) =>
    Object.entries(detail)
      .filter(
        ([, value]) =>
          value !== null && value !== false && !/^[0-9a-f-]{36}$|^(0x)?[0-9a-f]{64}$/.test(String(value)),
      )
      .map(([name, value]) => {
        const said = name === 'price' ? money(String(value)) : String(value)
        return isNamed(name) ? t(`with_${name}`, { value: said }) : `${name} ${said}`
      })
      .join(' · ')
}
