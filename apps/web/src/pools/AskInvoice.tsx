'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, FileText } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Offer } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useStartAsGuest } from '@/identity/session.ts'

/** For who has no wallet: an invoice under the order number of their bookkeeping, which a steward pays on chain. */
export function AskInvoice({ offer, poolId }: { offer: Offer; poolId: string }) {
  const t = useTranslations('orders')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const start = useStartAsGuest()
  const [number, setNumber] = useState('')
  const ask = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      await start()
      const orderNumber = number.trim()
      const order = { poolId, offerId: offer.id, invoice: true }
      return client.purchase.quote.mutate(orderNumber ? { ...order, orderNumber } : order)
    },
    onSuccess: () => queries.invalidateQueries(trpc.purchase.orders.pathFilter()),
  })
  if (ask.data) {
    const { expiresAt } = ask.data
    return (
      <Notice
        role="status"
        tone="good"
        title={t('asked')}
        action={
          <Button asChild>
            <Link href="/buying#orders">{t('toOrders')}</Link>
          </Button>
        }
      >
        {t.rich('askedText', { when: () => <Time at={expiresAt} exact /> })}
      </Notice>
    )
  }
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-2 font-medium text-[0.9375rem] text-soft [&::-webkit-details-marker]:hidden">
        <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
        {t('noWallet')}
      </summary>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate()
        }}
      >
        <p className="text-[0.9375rem] text-soft">{t('askText')}</p>
        <Field label={t('orderNumber')} hint={t('orderNumberHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={100}
              placeholder="PO-2026-17"
              value={number}
              onChange={({ target }) => setNumber(target.value)}
            />
          )}
        </Field>
        {ask.error && <ProblemNotice error={ask.error} />}
        <Button type="submit" className="w-full" busy={ask.isPending}>
          {!ask.isPending && <FileText aria-hidden />}
          {t('ask')}
        </Button>
      </form>
    </details>
  )
}
