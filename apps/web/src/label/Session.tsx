'use client'

import { ChevronDown, Wallet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { Money, useMoney } from '@/money/Money.tsx'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { usePayNote } from './usePayNote.ts'

interface SessionProps {
  campaign: Campaign
  session: { answers: number; earned: bigint }
}

/** Phone and tablet: one line above the task; tapping it shows the guidelines. */
export function SessionBar({ campaign, session }: SessionProps) {
  const t = useTranslations('editor')
  const money = useMoney()
  const held = usePayNote(campaign, session.answers)
  return (
    <div className="border-line border-b lg:hidden">
      <details className="group">
        <summary className="flex min-h-12 list-none items-center gap-2 [&::-webkit-details-marker]:hidden">
          <h1 className="truncate font-semibold">{campaign.name}</h1>
          <ChevronDown
            aria-label={t('guidelines')}
            className="size-4 shrink-0 text-soft transition-transform group-open:rotate-180"
          />
          <span className="tnum ml-auto shrink-0 font-medium text-accent text-sm">
            {session.answers > 0
              ? t('earned', { amount: money(session.earned) })
              : t('pay', { amount: money(campaign.price) })}
          </span>
        </summary>
        <div className="max-h-[45dvh] space-y-2 overflow-y-auto pb-4">
          <p className="whitespace-pre-wrap">{campaign.guidelines}</p>
          <p className="text-soft text-sm">{t('earnedCount', { count: session.answers })}</p>
        </div>
      </details>
      {session.answers > 0 && <p className="py-1.5 text-soft text-sm">{held}</p>}
    </div>
  )
}

/** Desk: a column beside the task. */
export function SessionAside({ campaign, session, guest }: SessionProps & { guest: boolean }) {
  const t = useTranslations('editor')
  const account = useTranslations('account')
  const held = usePayNote(campaign, session.answers)
  const money = useMoney()
  const openWallet = useOpenWalletDialog()
  return (
    <aside className="hidden min-h-0 flex-col gap-6 overflow-y-auto py-8 lg:flex">
      <div>
        <h1 className="font-semibold text-xl">{campaign.name}</h1>
        {campaign.poolName !== campaign.name && <p className="text-soft text-sm">{campaign.poolName}</p>}
        <p className="mt-1 text-soft">{t('pay', { amount: money(campaign.price) })}</p>
      </div>
      <dl className="rounded-card border border-line bg-surface p-4">
        <Stat
          label={t('earnedCount', { count: session.answers })}
          value={<Money amount={session.earned} />}
          hint={held}
        />
      </dl>
      <details open className="group">
        <summary className="flex min-h-10 list-none items-center justify-between font-medium [&::-webkit-details-marker]:hidden">
          {t('guidelines')}
          <ChevronDown aria-hidden className="size-4 text-soft transition-transform group-open:rotate-180" />
        </summary>
        <p className="whitespace-pre-wrap text-[0.9375rem] text-soft leading-relaxed">
          {campaign.guidelines}
        </p>
      </details>
      {guest && session.answers > 0 && (
        <div className="space-y-3 border-line border-t pt-5">
          <p className="text-[0.9375rem] text-soft">{account('guestHint')}</p>
          <Button size="sm" onClick={openWallet}>
            <Wallet aria-hidden />
            {account('attachWallet')}
          </Button>
        </div>
      )}
    </aside>
  )
}
