'use client'

import { Wallet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'

/** What a visitor sees where a person is needed. A requester pays, so a wallet comes first. */
export function SignInFirst() {
  const t = useTranslations('requester')
  const openWallet = useOpenWalletDialog()
  return (
    <Card>
      <Empty
        icon={Wallet}
        title={t('visitor')}
        action={
          <Button variant="primary" onClick={openWallet}>
            {t('signIn')}
          </Button>
        }
      >
        {t('visitorText')}
      </Empty>
    </Card>
  )
}
