'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { Pool } from '@/api/types.ts'
import { cn } from '@/components/ui/cn.ts'
import { Explain } from '@/components/ui/explain.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { usePercent } from '@/components/usePercent.ts'

/** How much a pool has and how good it is. A share has a thin bar of its own. */
export function PoolStats({ pool: { stats }, className }: { pool: Pool; className?: string }) {
  const t = useTranslations('pools')
  const words = useTranslations('progress')
  const format = useFormatter()
  const percent = usePercent()
  const n = (value: number) => format.number(value)
  const alpha =
    stats.alphaPpm === null
      ? '–'
      : format.number(stats.alphaPpm / 1e6, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return (
    <dl className={cn('grid gap-x-6 gap-y-4', className)}>
      <Stat
        label={t('rows')}
        value={<Share value={n(stats.results)} share={stats.tasks ? stats.results / stats.tasks : 0} />}
        hint={t('ofTasks', { total: n(stats.tasks) })}
      />
      <Stat label={t('labelers')} value={n(stats.labelers)} />
      <Stat label={t('releases')} value={n(stats.releases)} />
      <Stat
        label={t('rejections')}
        value={stats.judged === 0 ? '–' : percent(Math.round((stats.rejected / stats.judged) * 1e6))}
        hint={t('rejectionsHint', {
          judged: n(stats.judged),
          appealed: stats.appealed,
          reversed: n(stats.reversed),
        })}
      />
      <Stat
        label={
          <Word
            name={words('confidence')}
            question={words('whatIsConfidence')}
            text={words('confidenceText')}
          />
        }
        value={
          <Share value={percent(stats.meanConfidencePpm)} share={(stats.meanConfidencePpm ?? 0) / 1e6} />
        }
      />
      <Stat
        label={
          <Word name={words('agreement')} question={words('whatIsAgreement')} text={words('agreementText')} />
        }
        value={<Share value={alpha} share={(stats.alphaPpm ?? 0) / 1e6} />}
      />
    </dl>
  )
}

/** A figure over a thin bar that shows it as a part of the whole. */
function Share({ value, share }: { value: string; share: number }) {
  return (
    <span className="block max-w-32">
      {value}
      <span aria-hidden className="mt-1.5 block h-1 overflow-hidden rounded-full bg-sunken">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
        />
      </span>
    </span>
  )
}

function Word({ name, question, text }: { name: string; question: string; text: string }) {
  return (
    <span className="relative z-10 inline-flex items-center gap-1 whitespace-nowrap">
      {name} <Explain label={question}>{text}</Explain>
    </span>
  )
}
