'use client'

import { useQuery } from '@tanstack/react-query'
import { FileJson } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Release, ReleaseQuality } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Explain } from '@/components/ui/explain.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { usePercent } from '@/components/usePercent.ts'
import { Columns } from '@/plots/Columns.tsx'
import { Rows } from '@/plots/Rows.tsx'

type Statement = NonNullable<ReleaseQuality['quality']>

/** What a buyer should know of the newest release before buying it: the statement that its manifest has too. */
export function QualityCard({ release }: { release: Release }) {
  const t = useTranslations('quality')
  const trpc = useTRPC()
  const { poolId, id: releaseId, version } = release
  const stated = useQuery(trpc.release.quality.queryOptions({ poolId, releaseId }))
  return (
    <Card aria-label={t('title')}>
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">{t('text', { version })}</p>
        </div>
        <Button asChild size="sm" className="h-10">
          <a
            href={`/v1/pools/${poolId}/releases/${releaseId}/croissant.json`}
            target="_blank"
            rel="noreferrer"
            aria-label={t('croissantOf', { version })}
          >
            <FileJson aria-hidden />
            Croissant
          </a>
        </Button>
      </CardHeader>
      <CardContent>
        {stated.error && <ProblemNotice error={stated.error} onRetry={() => stated.refetch()} />}
        {stated.isPending && <Skeleton className="h-40" />}
        {stated.data &&
          (stated.data.quality ? (
            <Stated quality={stated.data.quality} />
          ) : (
            <p className="text-soft">{t('none')}</p>
          ))}
      </CardContent>
    </Card>
  )
}

function Stated({ quality }: { quality: Statement }) {
  const t = useTranslations('quality')
  const format = useFormatter()
  const percent = usePercent()
  const {
    estimatedError: error,
    annotationsPerRow,
    provenance,
    madeBy,
    agreement,
    methods,
    consent,
  } = quality
  const measured = error.basis === 'gold'
  return (
    <div className="space-y-6">
      <dl className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-3">
        <Stat
          label={
            <span className="inline-flex items-center gap-1">
              {t('error')}{' '}
              <Explain label={t('whatIsError')}>{t(measured ? 'errorText' : 'unmeasuredText')}</Explain>
            </span>
          }
          value={percent(error.ppm)}
          hint={
            measured
              ? t('interval', {
                  low: percent(error.lowPpm),
                  high: percent(error.highPpm),
                  tasks: error.tasks,
                })
              : t('unmeasured')
          }
        />
        <Stat
          label={t('perRow')}
          value={format.number(annotationsPerRow.mean, { maximumFractionDigits: 1 })}
          hint={t('range', { least: annotationsPerRow.least, most: annotationsPerRow.most })}
        />
        <Stat
          label={t('madeBy')}
          value={madeBy.map((one) => percent(one.sharePpm)).join(' · ')}
          hint={madeBy.map((one) => t(`maker_${asMaker(one.madeBy)}`)).join(' · ')}
        />
      </dl>
      {quality.textErrors?.map((errors) => (
        <TextErrors key={errors.campaign} errors={errors} />
      ))}
      <Columns
        title={t('confidence')}
        description={t('confidenceText')}
        bars={quality.confidenceBins.map((value, i) => ({ label: `${i * 10}–${(i + 1) * 10} %`, value }))}
        columns={[t('confidence'), t('rows')]}
        ends={['0 %', '100 %']}
      />
      {quality.labels && (
        <Rows
          title={t('labels')}
          description={t('labelsText')}
          bars={quality.labels.map(({ value, rows }) => ({ label: value, value: rows }))}
          columns={[t('label'), t('rows')]}
        />
      )}
      <dl className="grid gap-x-6 gap-y-4 text-[0.9375rem] sm:grid-cols-2">
        <Line term={t('agreement')}>
          {agreement.map(({ campaign, alphaPpm }) => (
            <span key={campaign} className="block">
              {campaign}: α ={' '}
              {alphaPpm === null
                ? '–'
                : format.number(alphaPpm / 1e6, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
            </span>
          ))}
        </Line>
        <Line term={t('provenance')}>
          {provenance.map(({ level, sharePpm }) => (
            <span key={level} className="block">
              {t(`level_${asLevel(level)}`)}: {percent(sharePpm)}
            </span>
          ))}
        </Line>
        <Line term={t('methods')}>
          {methods.map(({ version, rows }) => (
            <span key={version} className="block">
              <code className="font-mono text-sm">{version}</code> {t('onRows', { rows })}
            </span>
          ))}
        </Line>
        <Line term={t('consent')}>
          {t('consentText', { held: consent.annotations, leftOut: consent.leftOut })}
        </Line>
      </dl>
    </div>
  )
}

/** How far transcribed texts are from the known ones. */
function TextErrors({ errors }: { errors: NonNullable<Statement['textErrors']>[number] }) {
  const t = useTranslations('quality')
  const percent = usePercent()
  const { campaign, texts, cer, wer } = errors
  return (
    <section aria-label={t('textErrors', { campaign })} className="space-y-3">
      <div>
        <h3 className="font-medium text-[0.9375rem]">{t('textErrors', { campaign })}</h3>
        <p className="text-soft text-sm">{t('textErrorsText', { texts })}</p>
      </div>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-3">
        {(
          [
            [t('cer'), cer],
            [t('wer'), wer],
          ] as const
        ).map(([label, rate]) => (
          <Stat
            key={label}
            label={label}
            value={percent(rate.ppm)}
            hint={t('rateInterval', { low: percent(rate.lowPpm), high: percent(rate.highPpm) })}
          />
        ))}
      </dl>
    </section>
  )
}

function Line({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft text-sm">{term}</dt>
      <dd className="tnum break-words">{children}</dd>
    </div>
  )
}

const asLevel = (level: string) => (level === 'L1' || level === 'L2' || level === 'L3' ? level : 'L0')
const asMaker = (maker: string) => (maker === 'assisted' || maker === 'model' ? maker : 'human')
