'use client'

import { useTranslations } from 'next-intl'
import { Money } from '@/money/Money.tsx'

/** What a record is made of (`raiseFlag`, `record`), in words; what has none is shown as it is called there. */
const KNOWN = [
  'poolId',
  'campaignId',
  'taskId',
  'personId',
  'flagId',
  'items',
  'sensitive',
  'reason',
  'note',
  'owed',
  'repaid',
  'balanceWei',
  'request',
  'scope',
  'asks',
  'pages',
  'rewindTo',
  'refunds',
  'fundings',
  'licenses',
  'claims',
  'pools',
  'snapshots',
  'consents',
] as const
/** Why a labeler reported a task, as the editor offers it. */
const REASONS = ['unclear', 'broken', 'offensive', 'personal-data', 'other'] as const
/** Amounts in base units of the reward token. */
const AMOUNTS = ['owed', 'repaid']

/** Key and value pairs of a record. */
export function Evidence({ facts }: { facts: Record<string, unknown> }) {
  const t = useTranslations('steward')
  const editor = useTranslations('editor')
  // What was not said is no evidence.
  const entries = Object.entries(facts).filter(([, value]) => value !== null && value !== '')
  const called = (name: string) => {
    const known = KNOWN.find((one) => one === name)
    return known ? t(`fact_${known}`) : name
  }
  const written = (name: string, value: unknown): string => {
    const reason = name === 'reason' && REASONS.find((one) => one === value)
    if (reason) return editor(`reason_${reason}`)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  if (entries.length === 0) return null
  return (
    <dl className="grid gap-x-4 gap-y-0.5 text-sm sm:grid-cols-[minmax(6rem,max-content)_1fr]">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{called(name)}</dt>
          <dd className="min-w-0 break-words font-mono text-[0.8125rem] leading-5 max-sm:mb-1.5">
            {AMOUNTS.includes(name) ? <Money amount={String(value)} /> : written(name, value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
