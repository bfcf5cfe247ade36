'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { LoaderCircle, Wallet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { toast } from 'sonner'
import { type Config, type Connector, useConnectors } from 'wagmi'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useInstance } from '@/api/useInstance.ts'
import { Button } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/dialog.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { forgetSession, useMe, useStartAsGuest } from '@/identity/session.ts'
import { walletConfig } from './config.ts'
import { offeredConnectors } from './connect.ts'
import { signInWithWallet } from './signIn.ts'

interface WalletDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function WalletDialog({ open, onOpenChange }: WalletDialogProps) {
  const t = useTranslations('wallet')
  const instance = useInstance()
  const me = useMe().data
  const guest = me?.guest ?? false
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={guest ? t('attachTitle') : t('signInTitle')}
      description={guest ? t('attachText') : t('signInText')}
    >
      {instance.isPending && <Skeleton className="h-14 rounded-xl" />}
      {instance.error && <ProblemNotice error={instance.error} onRetry={() => instance.refetch()} />}
      {instance.data &&
        (instance.data.chain ? (
          <WalletList
            config={walletConfig(instance.data.chain, instance.data.name)}
            guest={guest}
            onDone={() => onOpenChange(false)}
          />
        ) : (
          <Notice tone="warn" title={t('noChain')}>
            {t('noChainText')}
          </Notice>
        ))}
      {me === null && <GuestStart onDone={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function GuestStart({ onDone }: { onDone: () => void }) {
  const t = useTranslations('wallet')
  const start = useMutation({
    mutationFn: useStartAsGuest(),
    onSuccess: () => {
      toast.success(t('guestStarted'))
      onDone()
    },
  })
  return (
    <>
      <p className="flex items-center gap-3 text-soft text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </p>
      <Button className="w-full" busy={start.isPending} onClick={() => start.mutate()}>
        {t('asGuest')}
      </Button>
    </>
  )
}

function WalletList({ config, guest, onDone }: { config: Config; guest: boolean; onDone: () => void }) {
  const t = useTranslations('wallet')
  const queries = useQueryClient()
  const connectors = offeredConnectors(useConnectors({ config }))
  const signIn = useMutation({
    mutationFn: (connector: Connector) =>
      signInWithWallet(config, connector, guest ? t('attachStatement') : t('signInStatement')),
    meta: { quiet: true },
    onSuccess: async () => {
      await forgetSession(queries)
      toast.success(guest ? t('attached') : t('signedIn'))
      onDone()
    },
  })
  // A wallet that was installed a moment ago announces itself when asked again (EIP-6963).
  useEffect(() => {
    window.dispatchEvent(new Event('eip6963:requestProvider'))
  }, [])
  if (connectors.length === 0) {
    return (
      <Notice title={t('none')} role="status">
        {t('noneText')}
      </Notice>
    )
  }
  return (
    <div className="space-y-3">
      <ul className="space-y-2">
        {connectors.map((connector) => (
          <li key={connector.uid}>
            <button
              type="button"
              disabled={signIn.isPending}
              onClick={() => signIn.mutate(connector)}
              className="flex min-h-14 w-full items-center gap-3 rounded-xl border border-line-strong px-4 text-left font-medium transition-colors hover:bg-sunken disabled:opacity-60"
            >
              {connector.icon ? (
                // biome-ignore lint/performance/noImgElement: a data URL the wallet announced (EIP-6963)
                <img src={connector.icon.trim()} alt="" className="size-7 rounded-md" />
              ) : (
                <Wallet aria-hidden className="size-6 text-soft" />
              )}
              <span className="flex-1">{connector.name}</span>
              {signIn.isPending && signIn.variables?.uid === connector.uid && (
                <LoaderCircle aria-hidden className="size-5 animate-spin text-soft" />
              )}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-soft text-sm">
        {signIn.isPending ? t('lookAtWallet') : t('free')}
      </p>
      {signIn.error && <ProblemNotice error={signIn.error} />}
    </div>
  )
}
