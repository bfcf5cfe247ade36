'use client'

import { ListChecks, Wallet } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { Pay } from '@/appeal/Pay.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { useMe } from '@/identity/session.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { Account } from './Account.tsx'
import { Answers } from './Answers.tsx'
import { Consents } from './Consents.tsx'
import { Payouts } from './Payouts.tsx'
import { PoolEarnings } from './PoolEarnings.tsx'
import { Summary } from './Summary.tsx'

const tabs = [
  ['answers', 'tabAnswers', Answers],
  ['pay', 'tabPay', Pay],
  ['pools', 'tabPools', PoolEarnings],
  ['payouts', 'tabPayouts', Payouts],
  ['consents', 'tabConsents', Consents],
  ['account', 'tabAccount', Account],
] as const

export function Work() {
  const t = useTranslations('work')
  const me = useMe()
  const openWallet = useOpenWalletDialog()
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      {me.error && <ProblemNotice error={me.error} onRetry={() => me.refetch()} />}
      {me.isPending && <Skeleton className="h-44 rounded-card" />}
      {me.data === null && <Visitor />}
      {me.data && (
        <div className="space-y-5">
          {me.data.guest && (
            <Notice
              title={t('guestTitle')}
              action={
                <Button onClick={openWallet}>
                  <Wallet aria-hidden />
                  {t('attach')}
                </Button>
              }
            >
              {t('guestText')}
            </Notice>
          )}
          <Summary guest={me.data.guest} />
          <Tabs defaultValue="answers" className="pt-3">
            <TabsList aria-label={t('title')}>
              {tabs.map(([value, key]) => (
                <TabsTrigger key={value} value={value}>
                  {t(key)}
                </TabsTrigger>
              ))}
            </TabsList>
            {tabs.map(([value, , Content]) => (
              <TabsContent key={value} value={value}>
                <Content />
              </TabsContent>
            ))}
          </Tabs>
        </div>
      )}
    </>
  )
}

function Visitor() {
  const t = useTranslations('work')
  const openWallet = useOpenWalletDialog()
  return (
    <Card>
      <Empty
        icon={ListChecks}
        title={t('visitorTitle')}
        action={
          <>
            <Button asChild variant="primary">
              <Link href="/label">{t('start')}</Link>
            </Button>
            <Button onClick={openWallet}>{t('signIn')}</Button>
          </>
        }
      >
        {t('visitorText')}
      </Empty>
    </Card>
  )
}
