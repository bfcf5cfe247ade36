'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleUserRound, Globe, ListChecks, LogOut, ShieldCheck, Wallet, Webhook } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { signOut, useMe } from '@/identity/session.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { usePersonName } from './usePersonName.ts'

export function AccountMenu() {
  const t = useTranslations('account')
  const me = useMe()
  const name = usePersonName(me.data)
  const queries = useQueryClient()
  const router = useRouter()
  const openWallet = useOpenWalletDialog()
  const [confirming, setConfirming] = useState(false)
  const leave = useMutation({
    mutationFn: () => signOut(queries),
    onSuccess: () => {
      setConfirming(false)
      router.push('/')
    },
  })

  if (me.isPending) return <Skeleton className="ml-1 size-9 rounded-full" />
  if (!me.data) {
    return (
      <Button variant="secondary" size="sm" className="ml-1 h-10" onClick={openWallet}>
        {t('signIn')}
      </Button>
    )
  }
  const { guest, roles } = me.data
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="quiet" className="px-2.5 text-ink" aria-label={t('menu', { name })}>
            <CircleUserRound aria-hidden className="size-5" />
            <span className="hidden max-w-36 truncate sm:inline">{name}</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent className="w-64">
          <DropdownMenuLabel>
            <span className="block truncate font-medium text-ink">{name}</span>
            {guest && t('guestHint')}
          </DropdownMenuLabel>
          <DropdownMenuSeparator />
          {guest && (
            <DropdownMenuItem onSelect={openWallet}>
              <Wallet aria-hidden />
              {t('attachWallet')}
            </DropdownMenuItem>
          )}
          <DropdownMenuItem asChild>
            <Link href="/work">
              <ListChecks aria-hidden />
              {t('work')}
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href="/node">
              <Globe aria-hidden />
              {t('node')}
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href="/buying">
              <Webhook aria-hidden />
              {t('buying')}
            </Link>
          </DropdownMenuItem>
          {roles.includes('steward') && (
            <DropdownMenuItem asChild>
              <Link href="/steward">
                <ShieldCheck aria-hidden />
                {t('steward')}
              </Link>
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => (guest ? setConfirming(true) : leave.mutate())}>
            <LogOut aria-hidden />
            {t('signOut')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={t('guestLeaveTitle')}
        description={t('guestLeaveText')}
      >
        <DialogActions>
          <ConfirmCancel asChild>
            <Button>{t('stay')}</Button>
          </ConfirmCancel>
          <Button variant="danger" busy={leave.isPending} onClick={() => leave.mutate()}>
            {t('signOut')}
          </Button>
        </DialogActions>
      </ConfirmDialog>
    </>
  )
}
