'use client'

import { type Economy, failChance, forecast, refusal } from '@rowright/protocol'
import { useFormatter, useTranslations } from 'next-intl'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Money } from '@/money/Money.tsx'
import { PassCurve } from './PassCurve.tsx'

const HONEST = 0.9
const OF_ANSWERS = 1_000n

/** A forecast to six digits would say more than it knows: hundredths of a dollar, in base units. */
const CENT = 10_000n

/** Base units for a share of the price of a thousand answers, to the nearest cent. */
const ofThousand = (price: bigint, share: number): bigint => {
  const amount = (price * OF_ANSWERS * BigInt(Math.round(Math.max(0, share) * 1_000_000))) / 1_000_000n
  return ((amount + CENT / 2n) / CENT) * CENT
}

interface EconomyCardProps {
  economy: Economy
  /** The campaign exists: its price, stake and checks stay, the question alone can change. */
  fixed?: boolean
}

/** What a random clicker and an honest labeler would earn under these settings: the same rules that settle. */
export function EconomyCard({ economy, fixed = false }: EconomyCardProps) {
  const t = useTranslations('economy')
  const format = useFormatter()
  const seen = forecast(economy)
  const refused = refusal(economy)
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumFractionDigits: share < 0.1 || share > 0.98 ? 1 : 0 })
  const lines = [
    [t('clicker'), seen.clickerShare, 'text-bad'],
    [t('honest'), seen.honestShare, 'text-good'],
  ] as const
  return (
    <Card aria-label={t('title')} className="space-y-4 p-5">
      <div>
        <CardTitle>{t('title')}</CardTitle>
        <p className="text-soft text-sm">{t('text', { answers: format.number(Number(OF_ANSWERS)) })}</p>
      </div>
      <dl className="space-y-2 text-[0.9375rem]" aria-live="polite">
        {lines.map(([label, share, look]) => (
          <div key={label} className="flex items-baseline justify-between gap-4">
            <dt className="text-soft">{label}</dt>
            <dd className="whitespace-nowrap">
              <Money amount={ofThousand(economy.price, share)} />{' '}
              <span className={`tnum ${look}`}>{percent(Math.max(0, share))}</span>
            </dd>
          </div>
        ))}
        {Number.isFinite(seen.windowAnswers) && (
          <div className="flex items-baseline justify-between gap-4">
            <dt className="text-soft">
              {t('window', { checks: economy.checks, answers: Math.round(seen.windowAnswers) })}
            </dt>
            <dd className="tnum whitespace-nowrap">{t('failAt', { wrong: economy.failAt })}</dd>
          </div>
        )}
        <div className="flex items-baseline justify-between gap-4">
          <dt className="text-soft">{t('stake')}</dt>
          <dd>
            <Money amount={economy.stake} />
          </dd>
        </div>
      </dl>
      {economy.goldRatePpm > 0 && (
        <PassCurve
          title={t('curve')}
          description={t('curveText', {
            clicker: percent(1 - failChance(economy, 1 / economy.classes)),
            honest: percent(1 - failChance(economy, HONEST)),
          })}
          passes={(accuracy) => 1 - failChance(economy, accuracy)}
          marks={[
            { label: t('clicker'), accuracy: 1 / economy.classes },
            { label: t('honest'), accuracy: HONEST },
          ]}
          columns={[t('accuracy'), t('passes')]}
        />
      )}
      {refused ? (
        <Notice role="alert" tone="bad" title={t('refused')}>
          {t(fixed ? 'whyFixed' : `why_${refused.why}`)}
        </Notice>
      ) : (
        <p className="text-soft text-sm">{t('sound')}</p>
      )}
    </Card>
  )
}
