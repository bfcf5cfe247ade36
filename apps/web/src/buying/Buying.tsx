'use client'

import { Wallet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMe } from '@/identity/session.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { AuditLog } from './AuditLog.tsx'
import { Changes } from './Changes.tsx'
import { Orders } from './Orders.tsx'
import { Webhooks } from './Webhooks.tsx'

/** What a buyer ordered, what happened to it since, what their programs are told, and what was done under the account. */
export function Buying() {
  const t = useTranslations('buying')
  const me = useMe()
  const openWallet = useOpenWalletDialog()
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      {me.error && <ProblemNotice error={me.error} onRetry={() => me.refetch()} />}
      {me.isPending && <Skeleton className="h-44 rounded-card" />}
      {me.data === null && (
        <Card>
          <Empty
            icon={Wallet}
            title={t('visitor')}
            action={<Button onClick={openWallet}>{t('signIn')}</Button>}
          >
            {t('visitorText')}
          </Empty>
        </Card>
      )}
      {me.data && (
        <div className="space-y-5">
          <Orders />
          <Changes />
          <Webhooks />
          <AuditLog />
        </div>
      )}
    </>
  )
}
