'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'
import type { Person } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { useMe } from '@/identity/session.ts'
import { shortAddress } from '@/shell/usePersonName.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { DeleteAccount } from './DeleteAccount.tsx'

export function Account() {
  const me = useMe().data
  if (!me) return null
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Profile me={me} />
      <DeleteAccount guest={me.guest} />
    </div>
  )
}

function Profile({ me }: { me: Person }) {
  const t = useTranslations('work')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const openWallet = useOpenWalletDialog()
  const [name, setName] = useState(me.name ?? '')
  const save = useMutation(
    trpc.me.update.mutationOptions({
      onSuccess: (person) => {
        queries.setQueryData(['me'], person)
        toast.success(t('nameSaved'))
      },
    }),
  )
  return (
    <Card className="space-y-6 p-5 sm:p-6">
      <h2 className="font-semibold text-lg">{t('accountTitle')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ name: name.trim() || null })
        }}
      >
        <Field label={t('name')} hint={t('nameHint')}>
          {(control) => (
            <div className="flex gap-2">
              <Input
                {...control}
                maxLength={80}
                autoComplete="nickname"
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
              <Button type="submit" busy={save.isPending}>
                {t('saveName')}
              </Button>
            </div>
          )}
        </Field>
      </form>
      <div>
        <h3 className="font-medium text-[0.9375rem]">{t('wallets')}</h3>
        {me.addresses.length === 0 && <p className="text-soft">{t('noWallet')}</p>}
        <ul>
          {me.addresses.map((address) => (
            <li key={address} className="break-all font-mono text-sm">
              {address}
            </li>
          ))}
        </ul>
        {me.payoutAddress && (
          <p className="mt-1 text-soft text-sm">
            {t('payoutTo', { address: shortAddress(me.payoutAddress) })}
          </p>
        )}
        {me.guest && (
          <Button className="mt-3" onClick={openWallet}>
            {t('attach')}
          </Button>
        )}
      </div>
    </Card>
  )
}
