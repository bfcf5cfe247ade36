'use client'

import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { useMoney } from '@/money/Money.tsx'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'

interface StartPanelProps {
  campaign: Campaign
  busy: boolean
  error: unknown
  onStart: () => void
}

/** For a visitor who came by a link: what it is, what it pays, one button. */
export function StartPanel({ campaign, busy, error, onStart }: StartPanelProps) {
  const t = useTranslations('editor')
  const account = useTranslations('account')
  const money = useMoney()
  const openWallet = useOpenWalletDialog()
  return (
    <section className="m-auto w-full max-w-md space-y-4 py-8 text-center">
      <h2 className="font-semibold text-2xl">{t('startTitle')}</h2>
      <p className="font-medium text-accent">{t('pay', { amount: money(campaign.price) })}</p>
      <p className="text-soft">{t('startText')}</p>
      <Button variant="primary" size="lg" className="w-full" busy={busy} onClick={onStart}>
        {t('start')}
      </Button>
      <Button variant="quiet" className="w-full" onClick={openWallet}>
        {account('signIn')}
      </Button>
      {Boolean(error) && <ProblemNotice error={error} className="text-left" />}
    </section>
  )
}
