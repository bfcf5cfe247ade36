'use client'

import { useTranslations } from 'next-intl'
import type { WorkLine } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
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

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Why an answer stands where it stands, in words. */
function useReason(): (line: WorkLine) => string {
  const t = useTranslations('work')
  return ({ state, reasonCode, evidence }) => {
    if (reasonCode === 'answered') return t('why_answered')
    if (reasonCode === 'failed-control-tasks') {
      const { failed, total } = evidence ?? {}
      return typeof failed === 'number' && typeof total === 'number'
        ? t('why_failed-control-tasks', { failed, total })
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
  const { value, externalId, campaignName, state, price, submittedAt, evidence } = line
  const answered = value !== null && value !== undefined
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2 p-4 sm:px-5 md:grid-cols-[auto_minmax(0,1fr)_minmax(0,1.3fr)_7rem]">
      <span className="grid h-11 min-w-11 max-w-32 place-items-center truncate rounded-lg bg-sunken px-2 font-semibold text-lg">
        <span className="max-w-28 truncate">{answered ? text(value) : '–'}</span>
      </span>
      <div className="min-w-0">
        <p className="truncate font-medium">{campaignName}</p>
        <p className="flex gap-1.5 text-soft text-sm">
          <span className="truncate">{externalId}</span>
          {submittedAt && (
            <>
              <span aria-hidden>·</span>
              <Time at={submittedAt} />
            </>
          )}
        </p>
      </div>
      <div className="order-last col-span-3 min-w-0 text-[0.9375rem] md:order-none md:col-span-1">
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
                  <dt className="text-soft">{name}</dt>
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
