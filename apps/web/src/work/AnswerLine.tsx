'use client'

import { useTranslations } from 'next-intl'
import type { WorkLine } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { Said } from '@/label/Said.tsx'
import { Money } from '@/money/Money.tsx'

const tones: Record<WorkLine['state'], Tone> = {
  reserved: 'neutral',
  submitted: 'warn',
  accepted: 'good',
  rejected: 'bad',
  skipped: 'neutral',
  expired: 'neutral',
}

const payLooks: Partial<Record<WorkLine['state'], string>> = {
  accepted: 'text-good',
  submitted: 'text-soft',
  reserved: 'text-soft',
  rejected: 'text-soft line-through',
}

/** What evidence is made of (`packages/pipeline/src/settlement`); anything else is shown as it is called there. */
const MEASURES = ['answered', 'failed', 'needed', 'failedGolds', 'reason'] as const

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Why an answer stands where it stands, in words. */
function useReason(): (line: WorkLine) => string {
  const t = useTranslations('work')
  return ({ state, reasonCode, evidence }) => {
    if (reasonCode === 'answered') return t('why_answered')
    if (reasonCode === 'failed-control-tasks') {
      const { failed, answered } = evidence ?? {}
      return typeof failed === 'number' && typeof answered === 'number'
        ? t('why_failed-control-tasks', { failed, total: answered })
        : t('why_failed-control-tasks-plain')
    }
    if (reasonCode === 'found-bad') return t('why_found-bad')
    if (reasonCode !== null) return t('why_other', { code: reasonCode })
    if (state === 'accepted' || state === 'rejected') return ''
    return t(`why_${state}`)
  }
}

export function AnswerLine({ line }: { line: WorkLine }) {
  const t = useTranslations('work')
  const why = useReason()(line)
  const called = (name: string) => {
    const known = MEASURES.find((one) => one === name)
    return known ? t(`measure_${known}`) : name
  }
  const { said, externalId, campaignName, state, price, submittedAt, evidence } = line
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2 p-4 sm:px-5 md:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)_7rem]">
      <div className="min-w-0 space-y-0.5">
        <div dir="auto" className="line-clamp-4 break-words font-medium">
          {said ? <Said said={said} /> : '–'}
        </div>
        <p className="flex flex-wrap gap-x-2 text-soft text-sm">
          <span className="max-w-full truncate">{campaignName}</span>
          <span className="max-w-full truncate">{externalId}</span>
          {submittedAt && <Time at={submittedAt} />}
        </p>
      </div>
      <div className="order-last col-span-2 min-w-0 text-[0.9375rem] md:order-none md:col-span-1">
        <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>
        {why && <span className="ml-2 text-soft">{why}</span>}
        {evidence && Object.keys(evidence).length > 0 && (
          <details className="mt-1">
            <summary className="inline-flex min-h-8 items-center text-accent text-sm">
              {t('evidence')}
            </summary>
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 py-1 text-sm">
              {Object.entries(evidence).map(([name, entry]) => (
                <div key={name} className="contents">
                  <dt className="text-soft">{called(name)}</dt>
                  <dd className="tnum break-words">{text(entry)}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
      <p className="text-right font-medium">
        {state === 'skipped' || state === 'expired' ? (
          <span className="text-soft">–</span>
        ) : (
          <Money amount={price} className={payLooks[state]} />
        )}
      </p>
    </li>
  )
}
