'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { Campaign, Progress } from '@/api/types.ts'
import { Card } from '@/components/ui/card.tsx'
import { Explain } from '@/components/ui/explain.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { usePercent } from '@/components/usePercent.ts'
import { Columns } from '@/plots/Columns.tsx'
import { AdaptiveView } from './AdaptiveView.tsx'
import { Budget } from './Budget.tsx'
import { Distribution } from './Distribution.tsx'
import { ProgressCard } from './ProgressCard.tsx'

interface ProgressViewProps {
  campaign: Campaign
  progress: Progress
}

/** How far a campaign is, how good, and where its money is. */
export function ProgressView({ campaign, progress }: ProgressViewProps) {
  const t = useTranslations('progress')
  const format = useFormatter()
  const percent = usePercent()
  const n = (value: number) => format.number(value)
  const answered = progress.submitted
  return (
    <div className="space-y-5">
      <ProgressCard
        title={t('answered', { done: n(answered), total: n(progress.wantedSlots) })}
        bar={t('bar')}
        done={answered}
        total={progress.wantedSlots}
      >
        <Stat
          label={t('tasks')}
          value={n(progress.tasks)}
          hint={t('controls', { count: progress.goldTasks })}
        />
        <Stat
          label={t('open')}
          value={n(progress.openSlots)}
          hint={t('reserved', { count: progress.reserved })}
        />
        <Stat
          label={t('accepted')}
          value={n(progress.accepted)}
          hint={t('rejected', { count: progress.rejected })}
        />
        <Stat
          label={t('waiting')}
          value={n(progress.submitted - progress.judged)}
          hint={
            progress.appealable > 0
              ? t('appealable', { count: progress.appealable })
              : t('labelers', { count: progress.labelers })
          }
        />
        <Stat
          label={t('results')}
          value={n(progress.results)}
          hint={t('ofTasks', { total: n(progress.tasks) })}
        />
        <Stat
          label={
            <>
              {t('confidence')} <Explain label={t('whatIsConfidence')}>{t('confidenceText')}</Explain>
            </>
          }
          value={percent(progress.meanConfidencePpm)}
        />
        <Stat
          label={
            <>
              {t('agreement')} <Explain label={t('whatIsAgreement')}>{t('agreementText')}</Explain>
            </>
          }
          value={
            progress.alphaPpm === null
              ? '–'
              : format.number(progress.alphaPpm / 1e6, {
                  minimumFractionDigits: 2,
                  maximumFractionDigits: 2,
                })
          }
        />
        <Stat
          label={t('overlap')}
          value={progress.adaptive ? `${progress.adaptive.least}–${campaign.overlap}` : n(campaign.overlap)}
          hint={t('perTask')}
        />
      </ProgressCard>
      <AdaptiveView campaign={campaign} progress={progress} />
      <Card className="p-5">
        <h2 className="mb-3 font-medium text-[0.9375rem]">{t('money')}</h2>
        <Budget campaign={campaign} progress={progress} />
      </Card>
      <div className="grid gap-5 lg:grid-cols-3">
        <Card className="p-5">
          <Columns
            title={t('perMinute')}
            description={t('perMinuteText', { count: progress.perMinute.reduce((sum, one) => sum + one, 0) })}
            bars={progress.perMinute.map((value, i) => ({
              label: t('minutesAgo', { minutes: progress.perMinute.length - 1 - i }),
              value,
            }))}
            columns={[t('when'), t('answers')]}
            ends={[t('hourAgo'), t('now')]}
          />
        </Card>
        <Card className="p-5">
          <Distribution campaign={campaign} progress={progress} />
        </Card>
        <Card className="p-5">
          <Columns
            title={t('histogram')}
            description={t('histogramText')}
            bars={progress.confidenceBins.map((value, i, { length }) => ({
              label: `${percent((i / length) * 1e6)} – ${percent(((i + 1) / length) * 1e6)}`,
              value,
            }))}
            columns={[t('confidence'), t('results')]}
            ends={[percent(0), percent(1e6)]}
          />
        </Card>
      </div>
    </div>
  )
}
