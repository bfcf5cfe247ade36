'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useStartAsGuest } from '@/identity/session.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'

/** A node works for an account: the ways to one. */
export function Visitor() {
  const t = useTranslations('node')
  const openWallet = useOpenWalletDialog()
  const startAsGuest = useStartAsGuest()
  const start = useMutation({ mutationFn: startAsGuest, meta: { quiet: true } })
  return (
    <div className="space-y-3">
      <p className="text-[0.9375rem]">{t('pairVisitor')}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={openWallet}>
          {t('signIn')}
        </Button>
        <Button busy={start.isPending} onClick={() => start.mutate()}>
          {t('asGuest')}
        </Button>
      </div>
      {start.error && <ProblemNotice error={start.error} />}
    </div>
  )
}
