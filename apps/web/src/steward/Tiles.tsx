'use client'

import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Overview } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { cn } from '@/components/ui/cn.ts'
import { formatUnits } from '@/money/format.ts'
import { useMoney } from '@/money/Money.tsx'

type Health = 'good' | 'bad' | null

const lagWorthSaying = 20

/** Ether to four decimals: enough to see whether the relayer can go on. */
const ether = (wei: string, locale: string): string =>
  `${formatUnits(BigInt(wei) / 10n ** 14n, 4, locale)} ETH`

/** Six figures that say whether somebody has to do something. */
export function Tiles({ overview }: { overview: Overview }) {
  const t = useTranslations('steward')
  const locale = useLocale()
  const money = useMoney()
  const format = useFormatter()
  const { people, answersLastHour, labelersActive, chain, relayer, ledgerImbalance, outboxPending } = overview
  const behind = (chain.lagBlocks ?? 0) > lagWorthSaying
  const balanced = BigInt(ledgerImbalance) === 0n
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3">
      <Tile
        label={t('peopleCount')}
        value={format.number(people)}
        hint={t('active', { count: labelersActive })}
      />
      <Tile label={t('answersHour')} value={format.number(answersLastHour)} />
      <Tile
        label={t('waitingEvents')}
        value={format.number(outboxPending)}
        hint={outboxPending === 0 ? t('nothingWaits') : t('workerDoes')}
      />
      <Tile
        label={t('chain')}
        health={!chain.reachable || behind ? 'bad' : 'good'}
        value={chain.reachable ? t('lag', { blocks: chain.lagBlocks ?? 0 }) : t('unreachable')}
        hint={
          chain.head !== null &&
          t('head', { head: format.number(chain.head), followed: format.number(chain.followed ?? 0) })
        }
      />
      <Tile
        label={t('relayer')}
        health={relayer.balanceWei === null ? null : relayer.low ? 'bad' : 'good'}
        value={relayer.balanceWei === null ? '–' : ether(relayer.balanceWei, locale)}
        hint={
          relayer.low
            ? t('relayerLow')
            : relayer.address && <Hash value={relayer.address} copyLabel={t('copyRelayer')} ends={4} />
        }
      />
      <Tile
        label={t('ledger')}
        health={balanced ? 'good' : 'bad'}
        value={money(ledgerImbalance)}
        hint={balanced ? t('balanced') : t('imbalanced')}
      />
    </dl>
  )
}

interface TileProps {
  label: string
  value: ReactNode
  hint?: ReactNode
  health?: Health
}

function Tile({ label, value, hint, health = null }: TileProps) {
  return (
    <div
      className={cn(
        'flex min-w-0 flex-col rounded-card border border-line bg-surface p-4 shadow-card',
        health === 'bad' && 'border-bad/40 bg-bad-wash',
      )}
    >
      <dt className="flex items-center justify-between gap-2 text-soft text-sm">
        {label}
        {health === 'good' && <CircleCheck aria-hidden className="size-4 text-good" />}
        {health === 'bad' && <TriangleAlert aria-hidden className="size-4 text-bad" />}
      </dt>
      <dd className="tnum mt-1 font-semibold text-xl leading-tight">{value}</dd>
      {hint && <dd className="mt-0.5 text-soft text-sm">{hint}</dd>}
    </div>
  )
}
