'use client'

import { ShieldX } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMe } from '@/identity/session.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { Desk } from './Desk.tsx'
import { Enter } from './Enter.tsx'

/** The steward's desk, the door to it with a one-time link, or why it stays shut. */
export function Steward({ token }: { token: string | null }) {
  const me = useMe()
  const router = useRouter()
  // Kept here, because it leaves the address bar at once: addresses are shown, shared and remembered.
  const [kept, setKept] = useState(token)
  useEffect(() => {
    if (token) router.replace('/steward', { scroll: false })
  }, [token, router])
  if (me.error) return <ProblemNotice error={me.error} onRetry={() => me.refetch()} />
  if (me.isPending) return <Skeleton className="h-60 rounded-card" />
  if (me.data?.roles.includes('steward')) return <Desk me={me.data} />
  if (kept) return <Enter token={kept} onGone={() => setKept(null)} />
  return <NotASteward visitor={me.data === null} />
}

function NotASteward({ visitor }: { visitor: boolean }) {
  const t = useTranslations('steward')
  const openWallet = useOpenWalletDialog()
  return (
    <Card>
      <Empty
        icon={ShieldX}
        title={t('notSteward')}
        action={
          visitor ? (
            <Button onClick={openWallet}>{t('signIn')}</Button>
          ) : (
            <Button asChild>
              <Link href="/">{t('home')}</Link>
            </Button>
          )
        }
      >
        {visitor ? t('notStewardVisitor') : t('notStewardText')}
      </Empty>
    </Card>
  )
}
