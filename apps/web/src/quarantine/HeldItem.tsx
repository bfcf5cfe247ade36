'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { HeldItem as Held } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'

const kinds = [
  'email',
  'phone',
  'iban',
  'card',
  'ip',
  'national-id',
  'seed-phrase',
  'secret-key',
  'type',
  'size',
  'hidden-direction',
  'active-content',
  'malware',
  'children',
] as const

/** Why an item is held, in words; a kind we have no words for stays as it is. */
function useReason(): (reason: Held['reasons'][number]) => string {
  const t = useTranslations('quarantine')
  return ({ kind, field, count }) => {
    const known = kinds.find((one) => one === kind)
    return t('reason', { what: known ? t(`kind_${known}`) : kind, field, count })
  }
}

interface HeldItemProps {
  item: Held
  /** Beside the name: what state it is in. */
  badge: ReactNode
  /** Of which pool, where there are several. */
  place?: ReactNode
  /** In front of the name: a box to choose it by. */
  choice?: ReactNode
  children?: ReactNode
}

/** One item that nobody is shown: its name, why, what was said of it, and its content as text. Never as a picture. */
export function HeldItem({ item, badge, place, choice, children }: HeldItemProps) {
  const t = useTranslations('quarantine')
  const reason = useReason()
  return (
    <div className="flex items-start gap-3 px-5 py-4">
      {choice}
      <div className="min-w-0 flex-1 space-y-1.5">
        <h3 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <span className="min-w-0 break-all">{item.externalId}</span>
          {badge}
          <span className="font-normal text-soft text-sm">
            {place}
            {item.heldAt && <Time at={item.heldAt} />}
          </span>
        </h3>
        {item.reasons.length > 0 && (
          <ul className="text-[0.9375rem]">
            {item.reasons.map((one) => (
              <li key={`${one.kind} ${one.field}`}>{reason(one)}</li>
            ))}
          </ul>
        )}
        {item.statement && (
          <p className="border-line-strong border-l-2 pl-3 text-[0.9375rem]">
            <span className="text-soft">{t('said')}</span> {item.statement}
          </p>
        )}
        {item.payload && <Content payload={item.payload} />}
        {children}
      </div>
    </div>
  )
}

const most = 300

function Content({ payload }: { payload: Record<string, unknown> }) {
  const t = useTranslations('quarantine')
  return (
    <details className="text-sm">
      <summary className="min-h-8 cursor-pointer py-1 text-soft">{t('content')}</summary>
      <dl className="mt-1 space-y-1.5 rounded-lg bg-sunken px-3.5 py-2.5">
        {Object.entries(payload).map(([name, value]) => {
          const text = typeof value === 'string' ? value : JSON.stringify(value)
          return (
            <div key={name}>
              <dt className="text-soft">{name}</dt>
              <dd className="break-words font-mono text-[0.8125rem] leading-5">
                {text.length > most ? `${text.slice(0, most)}…` : text}
              </dd>
            </div>
          )
        })}
      </dl>
    </details>
  )
}

/** What state an item is in. */
export function StateBadge({
  state,
}: {
  state: 'vouch' | 'steward' | 'withdrawn' | 'payload-missing' | 'gold-suspended'
}) {
  const t = useTranslations('quarantine')
  const tone = state === 'withdrawn' ? undefined : state === 'payload-missing' ? 'bad' : 'warn'
  return <Badge {...(tone ? { tone } : {})}>{t(`state_${state}`)}</Badge>
}
