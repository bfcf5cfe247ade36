'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'
import type { WebhookEndpoint } from '@/api/types.ts'
import { CopyButton } from '@/components/CopyButton.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { EVENT_WORDS } from './eventWords.ts'
import { Messages } from './Messages.tsx'

/** One endpoint: its key, whether it works, and what it was sent. */
export function Endpoint({
  endpoint,
  onSecret,
}: {
  endpoint: WebhookEndpoint
  onSecret: (secret: string) => void
}) {
  const t = useTranslations('buying')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [removing, setRemoving] = useState(false)
  const fresh = () => queries.invalidateQueries(trpc.webhook.pathFilter())
  const of = { endpointId: endpoint.id }
  const rotate = useMutation(
    trpc.webhook.rotate.mutationOptions({
      onSuccess: async ({ sharedSecret }) => {
        onSecret(sharedSecret)
        await fresh()
      },
    }),
  )
  const enable = useMutation(trpc.webhook.enable.mutationOptions({ onSuccess: fresh }))
  const remove = useMutation(
    trpc.webhook.remove.mutationOptions({
      onSuccess: async () => {
        toast.success(t('removed'))
        setRemoving(false)
        await fresh()
      },
    }),
  )
  const disabled = endpoint.disabledAt !== null
  const rotated = endpoint.previousKeysUntil !== null && new Date(endpoint.previousKeysUntil) > new Date()
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-[1_1_18rem]">
          <p className="flex flex-wrap items-center gap-2">
            <span className="break-all font-medium">{endpoint.url}</span>
            <Badge tone={disabled ? 'bad' : 'good'}>{disabled ? t('off') : t('on')}</Badge>
          </p>
          <p className="text-soft text-sm">
            {endpoint.events.map((event) => t(EVENT_WORDS[event])).join(' · ')}
          </p>
          <p className="flex items-center gap-1 text-soft text-sm">
            <span className="shrink-0">{t('publicKey')}</span>
            <code className="truncate font-mono">{endpoint.publicKey}</code>
            <CopyButton text={endpoint.publicKey} label={t('copyPublicKey')} />
          </p>
          {rotated && (
            <p className="text-soft text-sm">
              {t.rich('oldKeys', { when: () => <Time at={endpoint.previousKeysUntil!} /> })}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" className="h-10" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('hideMessages') : t('showMessages')}
          </Button>
          <Button size="sm" className="h-10" busy={rotate.isPending} onClick={() => rotate.mutate(of)}>
            {t('rotate')}
          </Button>
          <Button size="sm" variant="danger" className="h-10" onClick={() => setRemoving(true)}>
            {t('remove')}
          </Button>
        </div>
      </div>
      {disabled && (
        <Notice
          tone="bad"
          title={t('disabledTitle')}
          action={
            <Button size="sm" busy={enable.isPending} onClick={() => enable.mutate(of)}>
              {t('enable')}
            </Button>
          }
        >
          {endpoint.disabledReason === 'gone' ? t('disabledGone') : t('disabledFailing')}
        </Notice>
      )}
      {open && <Messages endpointId={endpoint.id} />}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t('removeTitle')}
        description={t('removeText')}
      >
        <DialogActions>
          <ConfirmCancel asChild>
            <Button>{common('cancel')}</Button>
          </ConfirmCancel>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(of)}>
            {t('remove')}
          </Button>
        </DialogActions>
      </ConfirmDialog>
    </div>
  )
}
