'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { Campaign } from '@/api/types.ts'
import { usePercent } from '@/components/usePercent.ts'
import { Money } from '@/money/Money.tsx'
import { useQuestionFacts } from '@/question/useQuestionFacts.ts'
import { Facts } from './Facts.tsx'

/** The terms a campaign was created with. */
export function CampaignDetails({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('campaignForm')
  const question = useTranslations('questionForm')
  const quota = useTranslations('quotaForm')
  const asked = useQuestionFacts(campaign)
  const format = useFormatter()
  const percent = usePercent(2)
  const facts = [
    [t('question'), campaign.name],
    [t('guidelines'), campaign.guidelines || '–'],
    [question('type'), asked.type],
    ...asked.facts,
    [t('priceOf'), <Money key="price" amount={campaign.price} />],
    [
      campaign.windowChecks === null ? t('stakeOf') : t('stakeOfWindowShort'),
      <Money key="stake" amount={campaign.stake} />,
    ],
    [
      t('overlap'),
      campaign.targetConfidencePpm === null
        ? format.number(campaign.overlap)
        : t('overlapSure', {
            least: campaign.overlapMin,
            most: campaign.overlap,
            percent: percent(campaign.targetConfidencePpm),
          }),
    ],
    ...(campaign.quotas.length === 0
      ? []
      : ([
          [
            quota('legend'),
            campaign.quotas
              .map((one) =>
                quota('fact', {
                  field: quota(`stratum_${one.stratum}`),
                  value: one.value ?? quota('any'),
                  percent: percent(one.maxPpm),
                }),
              )
              .join(' · '),
          ],
        ] as const)),
    [t('control'), percent(campaign.goldRatePpm)],
    [t('assignment'), t(`assignment_${campaign.assignment}`)],
    [t('lease'), format.number(campaign.leaseSeconds / 60)],
    ...(campaign.windowChecks === null || campaign.windowFailAt === null
      ? ([[t('windowOf'), t('atClose')]] as const)
      : ([
          [t('windowOf'), t('windowOfFact', { checks: campaign.windowChecks, wrong: campaign.windowFailAt })],
        ] as const)),
    [t('appealOf'), t('appealOfFact', { hours: format.number(campaign.appealSeconds / 3_600) })],
  ] as const
  return <Facts facts={facts} />
}
