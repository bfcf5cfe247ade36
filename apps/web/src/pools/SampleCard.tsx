'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, FileJson } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Release, ReleaseSample } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Explain } from '@/components/ui/explain.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { type SampleCell, useShapeWords } from './useShapeWords.ts'

type Row = ReleaseSample['items'][number]

/** Some rows of a release as anybody may see them: how they were made, and the shape of what people gave. */
export function SampleCard({ release: { poolId, id: releaseId, version } }: { release: Release }) {
  const t = useTranslations('rowSample')
  const trpc = useTRPC()
  const sample = useQuery(trpc.release.sample.queryOptions({ poolId, releaseId }))
  return (
    <Card aria-label={t('title')}>
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">
            {t('text', { version })} <Explain label={t('why')}>{t('whyText')}</Explain>
          </p>
        </div>
        <Button asChild size="sm" className="h-10">
          <a
            href={`/v1/pools/${poolId}/releases/${releaseId}/sample`}
            target="_blank"
            rel="noreferrer"
            aria-label={t('asJson')}
          >
            <FileJson aria-hidden />
            JSON
          </a>
        </Button>
      </CardHeader>
      <CardContent className="space-y-4">
        {sample.error && <ProblemNotice error={sample.error} onRetry={() => sample.refetch()} />}
        {sample.isPending && <Skeleton className="h-40" />}
        {sample.data && (
          <>
            {sample.data.items.length === 0 && <p className="text-soft">{t('empty')}</p>}
            <ol className="divide-y divide-line">
              {numbered(sample.data.items).map(({ n, row }) => (
                <SampleRow key={n} n={n} row={row} />
              ))}
            </ol>
            <AllColumns sample={sample.data} />
          </>
        )}
      </CardContent>
    </Card>
  )
}

/** Rows have no name here, only their place in the release. */
const numbered = (rows: readonly Row[]) => rows.map((row, i) => ({ n: i + 1, row }))

/** What an item looks like, and what is known of its result. */
function SampleRow({ n, row }: { n: number; row: Row }) {
  const t = useTranslations('rowSample')
  const words = useTranslations('quality')
  const format = useFormatter()
  const shown = (name: string) => (row[name] && 'shown' in row[name] ? row[name].shown : null)
  const maker = shown('made_by')
  const level = shown('provenance')
  return (
    <li className="space-y-2 py-3.5 first:pt-0">
      <p className="flex flex-wrap items-baseline gap-x-3 text-[0.9375rem]">
        <span className="font-medium">{t('row', { n })}</span>
        <span className="tnum text-soft text-sm">
          {[
            `${t('confidence')} ${format.number(Number(shown('confidence')), { style: 'percent' })}`,
            `${t('answers')} ${format.number(Number(shown('answers')))}`,
            maker === 'human' || maker === 'assisted' || maker === 'model' ? words(`maker_${maker}`) : maker,
            level === 'L0' || level === 'L1' || level === 'L2' || level === 'L3'
              ? words(`level_${level}`)
              : level,
          ].join(' · ')}
        </span>
      </p>
      <Cell cell={row.payload!} />
    </li>
  )
}

function Cell({ cell }: { cell: SampleCell }) {
  const words = useShapeWords()
  if ('shown' in cell) return <span className="break-words">{cell.shown ?? '–'}</span>
  return (
    <ul className="flex flex-wrap gap-1.5">
      {words(cell.masked).map((line) => (
        <li key={line} className="break-words rounded bg-sunken px-2 py-0.5 text-soft text-sm">
          {line}
        </li>
      ))}
    </ul>
  )
}

/** Every column of the files, with what the first row has there. */
function AllColumns({ sample: { columns, items } }: { sample: ReleaseSample }) {
  const t = useTranslations('rowSample')
  const [first] = items
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-2 font-medium text-[0.9375rem] text-soft [&::-webkit-details-marker]:hidden">
        <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
        {t('columns', { count: columns.length })}
      </summary>
      <dl className="divide-y divide-line text-[0.9375rem]">
        {columns.map(({ name, description, type }) => (
          <div key={name} className="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-2">
            <dt className="min-w-0">
              <code className="font-mono text-sm">{name}</code>{' '}
              <span className="text-soft text-sm">{type}</span>
              <span className="block text-soft text-sm" lang="en">
                {description}
              </span>
            </dt>
            {first && (
              <dd className="min-w-0">
                <Cell cell={first[name]!} />
              </dd>
            )}
          </div>
        ))}
      </dl>
    </details>
  )
}
