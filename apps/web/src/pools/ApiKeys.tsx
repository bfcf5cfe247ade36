'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { ApiKey, Release } from '@/api/types.ts'
import { useInstance } from '@/api/useInstance.ts'
import { CopyButton } from '@/components/CopyButton.tsx'
import { ShownOnce } from '@/components/ShownOnce.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Choice } from '@/components/ui/choice.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { exportLine } from './snippets.ts'

/** Keys for programs, and the line that fetches this release with one. A key is shown once. */
export function ApiKeys({ poolId, release }: { poolId: string; release: Release }) {
  const t = useTranslations('apiKeys')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const origin = useInstance().data?.publicUrl ?? ''
  const keys = useQuery(trpc.me.apiKeys.queryOptions())
  const [name, setName] = useState('')
  const [mayBuy, setMayBuy] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const create = useMutation(
    trpc.me.createApiKey.mutationOptions({
      onSuccess: async ({ key }) => {
        setSecret(key)
        setName('')
        setMayBuy(false)
        await queries.invalidateQueries(trpc.me.apiKeys.queryFilter())
      },
    }),
  )
  const live = keys.data?.items.filter(({ revokedAt }) => revokedAt === null) ?? []
  const curl = exportLine({ origin, poolId }, release, secret ?? undefined)
  return (
    <section aria-label={t('title')} className="space-y-4 border-line border-t pt-5">
      <div>
        <h3 className="font-semibold">{t('title')}</h3>
        <p className="text-soft text-sm">{t('text')}</p>
      </div>
      <div className="flex items-center gap-2 rounded-lg bg-sunken py-1.5 pr-1.5 pl-3.5">
        <code className="min-w-0 flex-1 overflow-x-auto whitespace-pre py-1 font-mono text-sm">{curl}</code>
        <CopyButton text={curl} label={t('copyCurl')} />
      </div>
      {secret && (
        <ShownOnce
          secret={secret}
          title={t('once')}
          copyLabel={t('copyKey')}
          kept={t('kept')}
          onKept={() => setSecret(null)}
        />
      )}
      {keys.error && <ProblemNotice error={keys.error} onRetry={() => keys.refetch()} />}
      {live.length > 0 && (
        <ul className="divide-y divide-line">
          {live.map((key) => (
            <li key={key.id} className="flex items-center gap-3 py-2">
              <KeyRound aria-hidden className="size-4 shrink-0 text-soft" />
              <p className="min-w-0 flex-1 text-[0.9375rem]">
                <span className="font-medium">{key.name}</span>{' '}
                <code className="font-mono text-soft text-sm">{key.prefix}…</code>{' '}
                {key.mayBuy && <Badge tone="warn">{t('buys')}</Badge>}
                <span className="block text-soft text-sm">
                  {key.lastUsedAt
                    ? t.rich('used', { when: () => <Time at={key.lastUsedAt ?? key.createdAt} /> })
                    : t('unused')}
                </span>
              </p>
              <Button
                size="sm"
                variant="danger"
                className="h-10"
                aria-label={t('revokeNamed', { name: key.name })}
                onClick={() => setRevoking(key)}
              >
                {t('revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) create.mutate({ name, mayBuy })
        }}
      >
        <Field label={t('name')} className="flex-[1_1_14rem]">
          {(control) => (
            <Input
              {...control}
              maxLength={80}
              placeholder={t('namePlaceholder')}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Choice
          type="checkbox"
          className="basis-full"
          checked={mayBuy}
          onChange={({ target }) => setMayBuy(target.checked)}
          label={t('mayBuy')}
          hint={t('mayBuyHint')}
        />
        <Button type="submit" disabled={!name.trim()} busy={create.isPending}>
          {t('create')}
        </Button>
      </form>
      <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />
    </section>
  )
}

function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const t = useTranslations('apiKeys')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const revoke = useMutation(
    trpc.me.revokeApiKey.mutationOptions({
      onSuccess: async () => {
        toast.success(t('revoked'))
        onClose()
        await queries.invalidateQueries(trpc.me.apiKeys.queryFilter())
      },
    }),
  )
  return (
    <ConfirmDialog
      open={apiKey !== null}
      onOpenChange={(open) => !open && onClose()}
      title={apiKey && t('revokeTitle', { name: apiKey.name })}
      description={t('revokeText')}
    >
      <DialogActions>
        <ConfirmCancel asChild>
          <Button>{common('cancel')}</Button>
        </ConfirmCancel>
        <Button
          variant="danger"
          busy={revoke.isPending}
          onClick={() => apiKey && revoke.mutate({ id: apiKey.id })}
        >
          {t('revoke')}
        </Button>
      </DialogActions>
    </ConfirmDialog>
  )
}
