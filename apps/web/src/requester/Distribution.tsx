'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, Progress } from '@/api/types.ts'
import type { LabelName } from '@/label/editors/editor.ts'
import { Columns } from '@/plots/Columns.tsx'
import { Rows } from '@/plots/Rows.tsx'
import { binned } from './binned.ts'

interface DistributionProps {
  campaign: Campaign
  progress: Progress
}

/** What the results are, in the way of the task type: by label, over a scale, or who is the best of a campaign of pairs. */
export function Distribution({ campaign, progress }: DistributionProps) {
  const t = useTranslations('progress')
  const { taskType, schema } = campaign
  const counts = progress.distribution
  if (taskType === 'pairwise') return <Ranking campaign={campaign} results={progress.results} />
  if (taskType === 'transcription') return <TextErrors errors={progress.textErrors} />
  if (taskType === 'rating' || taskType === 'numeric') {
    const least = schema.least as number | null
    const most = schema.most as number | null
    const { bars, ends } = binned(
      counts,
      taskType === 'rating' ? { least: Number(least), most: Number(most) } : null,
    )
    return (
      <Columns
        title={t('values')}
        description={t('valuesText')}
        bars={bars}
        columns={[t('value'), t('results')]}
        ends={ends}
      />
    )
  }
  const labels = taskType === 'single' ? campaign.labels : (schema.labels as LabelName[])
  return (
    <Rows
      title={t('distribution')}
      description={t(
        taskType === 'single' ? 'distributionText' : taskType === 'multi' ? 'multiText' : 'spansText',
      )}
      bars={labels.map(({ value, label }) => ({ label, value: counts[value] ?? 0 }))}
      columns={[t('label'), t(taskType === 'spans' ? 'spans' : 'results')]}
    />
  )
}

/** Candidates by how often they would win against an average one. */
function Ranking({ campaign, results }: { campaign: Campaign; results: number }) {
  const t = useTranslations('progress')
  const format = useFormatter()
  const trpc = useTRPC()
  const ranking = useQuery(
    trpc.campaign.ranking.queryOptions(
      { poolId: campaign.poolId, campaignId: campaign.id },
      { enabled: results > 0 },
    ),
  )
  const items = ranking.data?.items ?? []
  const mean = 1 / Math.max(1, ranking.data?.candidates ?? 1)
  return (
    <div className="space-y-3">
      <div>
        <h3 className="font-medium text-[0.9375rem]">{t('ranking')}</h3>
        <p className="text-soft text-sm">{t('rankingText')}</p>
      </div>
      <ol className="max-h-80 space-y-2 overflow-y-auto">
        {items.slice(0, 25).map(({ name, score, won, lost, tied }, i) => (
          <li key={name} className="grid grid-cols-[1.75rem_1fr_auto] items-baseline gap-x-2 text-sm">
            <span className="tnum text-soft">{i + 1}</span>
            <span className="line-clamp-2 break-words" title={name}>
              {name.startsWith('data:') ? t('picture') : name}
            </span>
            <span className="tnum font-medium">
              {format.number(score / (score + mean), { style: 'percent', maximumFractionDigits: 0 })}
            </span>
            <span className="tnum col-start-2 text-soft">{t('record', { won, lost, tied })}</span>
          </li>
        ))}
      </ol>
      {items.length === 0 && <p className="text-soft text-sm">{t('noRanking')}</p>}
    </div>
  )
}

function TextErrors({ errors }: { errors: Progress['textErrors'] }) {
  const t = useTranslations('progress')
  const format = useFormatter()
  const share = (value: number) => format.number(value, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <div className="space-y-3">
      <div>
        <h3 className="font-medium text-[0.9375rem]">{t('textErrors')}</h3>
        <p className="text-soft text-sm">{t('textErrorsText')}</p>
      </div>
      {errors ? (
        <dl className="space-y-2">
          {(['cer', 'wer'] as const).map((unit) => (
            <div key={unit} className="flex flex-wrap items-baseline justify-between gap-x-3">
              <dt>{t(unit)}</dt>
              <dd className="tnum">
                <span className="font-semibold text-xl">{share(errors[unit].rate)}</span>{' '}
                <span className="text-soft text-sm">
                  {t('between', { low: share(errors[unit].low), high: share(errors[unit].high) })}
                </span>
              </dd>
            </div>
          ))}
          <p className="text-soft text-sm">{t('onTexts', { count: errors.texts })}</p>
        </dl>
      ) : (
        <p className="text-soft text-sm">{t('noTextErrors')}</p>
      )}
    </div>
  )
}
