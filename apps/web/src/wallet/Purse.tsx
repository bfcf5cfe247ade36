'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Coins } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'
import { useInstance } from '@/api/useInstance.ts'
import { Button } from '@/components/ui/button.tsx'
import { useMe } from '@/identity/session.ts'
import { Money } from '@/money/Money.tsx'
import { useTokenBalance } from './useTokenBalance.ts'

/** What one's wallet holds, and play money for it where the chain is a local one. */
export function Purse() {
  const t = useTranslations('purse')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const address = useMe().data?.addresses[0] ?? null
  const faucet = useInstance().data?.faucet ?? false
  const balance = useTokenBalance(address)
  const drip = useMutation(
    trpc.instance.faucet.mutationOptions({
      onSuccess: async () => {
        toast.success(t('received'))
        await queries.invalidateQueries({ queryKey: ['balance'] })
      },
    }),
  )
  if (!address) return null
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg bg-sunken px-3.5 py-2.5 text-[0.9375rem]">
      <p aria-live="polite">
        <span className="text-soft">{t('balance')}</span>{' '}
        {balance.data === undefined ? '…' : <Money amount={balance.data} className="font-medium" />}
      </p>
      {faucet && (
        <Button size="sm" busy={drip.isPending} onClick={() => drip.mutate({ address })}>
          <Coins aria-hidden />
          {t('faucet')}
        </Button>
      )}
    </div>
  )
}
