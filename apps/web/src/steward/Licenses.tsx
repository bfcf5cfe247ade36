'use client'

import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Download, FileBadge } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { callHttp } from '@/api/http.ts'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { SoldLicenses } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Money } from '@/money/Money.tsx'
import { saveBlob } from '@/pools/saveText.ts'
import { SoldLine } from './SoldLine.tsx'

type Totals = SoldLicenses['totals']
const standings = ['valid', 'owing', 'lapsed', 'expired'] as const
type Standing = (typeof standings)[number]

/** Every license that was sold here: who holds it, how it stands, what it still owes and what it brought. */
export function Licenses() {
  const t = useTranslations('sold')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const [standing, setStanding] = useState<Standing | ''>('')
  const q = useDeferredValue(text.trim())
  const narrowed = { ...(q ? { q } : {}), ...(standing ? { standing } : {}) }
  const sold = useInfiniteQuery(
    trpc.steward.licenses.infiniteQueryOptions(narrowed, {
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: 15_000,
    }),
  )
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const file = await callHttp(`/v1/steward/licenses.csv?${new URLSearchParams(narrowed)}`)
      saveBlob('licenses.csv', await file.blob())
    },
  })
  const items = sold.data?.pages.flatMap((page) => page.items)
  const totals = sold.data?.pages[0]?.totals
  if (items?.length === 0 && q === '' && standing === '')
    return (
      <Card>
        <Empty icon={FileBadge} title={t('none')}>
          {t('noneText')}
        </Empty>
      </Card>
    )
  return (
    <div className="space-y-4">
      <search className="flex flex-wrap items-end gap-3">
        <Field label={t('search')} className="flex-[2_1_16rem]">
          {(control) => (
            <Input
              {...control}
              type="search"
              maxLength={100}
              placeholder={t('searchPlaceholder')}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Field label={t('standing')} className="flex-[1_1_12rem]">
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={standing}
              onChange={({ target }) => setStanding(target.value as Standing | '')}
            >
              <option value="">{t('all', { count: totals?.licenses ?? 0 })}</option>
              {standings.map((one) => (
                <option key={one} value={one}>
                  {t(`count_${one}`, { count: totals?.standings[one] ?? 0 })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button
          className="max-sm:w-full"
          busy={save.isPending}
          disabled={!items?.length}
          onClick={() => save.mutate()}
        >
          {!save.isPending && <Download aria-hidden />}
          {t('save')}
        </Button>
      </search>
      {(sold.error ?? save.error) && (
        <ProblemNotice error={(sold.error ?? save.error)!} onRetry={() => sold.refetch()} />
      )}
      {sold.isPending && <Skeleton className="h-72 rounded-card" />}
      {totals && totals.licenses > 0 && <Sums totals={totals} />}
      {items?.length === 0 && (
        <Card>
          <Empty icon={FileBadge} title={t('noneFound')}>
            {t('noneFoundText')}
          </Empty>
        </Card>
      )}
      {items && items.length > 0 && (
        <Card aria-label={t('title')}>
          <ul className="divide-y divide-line">
            {items.map((license) => (
              <li key={license.id} className="px-5 py-4">
                <SoldLine license={license} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {sold.hasNextPage && (
        <Button className="mx-auto flex" busy={sold.isFetchingNextPage} onClick={() => sold.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </div>
  )
}

/** What all of those brought, and how it was split. */
function Sums({ totals: { price, contributors, sources, treasury } }: { totals: Totals }) {
  const t = useTranslations('sold')
  const parts = { price, contributors, sources, treasury }
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:flex sm:flex-wrap">
      {(['price', 'contributors', 'sources', 'treasury'] as const).map((part) => (
        <div key={part}>
          <dt className="text-soft text-sm">{t(`sum_${part}`)}</dt>
          <dd className="font-semibold">
            <Money amount={parts[part]} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
