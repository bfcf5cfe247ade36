'use client'

import { ReceiptText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Invoice } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Money } from '@/money/Money.tsx'
import { usePayInvoice } from './usePayInvoice.ts'

/** Invoices of buyers without a wallet: paid here with the steward's, once the money has come in. */
export function Invoices({ items }: { items: Invoice[] }) {
  const t = useTranslations('invoices')
  const pay = usePayInvoice()
  if (items.length === 0)
    return (
      <Card>
        <Empty icon={ReceiptText} title={t('none')}>
          {t('noneText')}
        </Empty>
      </Card>
    )
  return (
    <div className="space-y-3">
      <p className="max-w-prose text-[0.9375rem] text-soft">{t('text')}</p>
      {pay.error && <ProblemNotice error={pay.error} />}
      <ul className="grid gap-3">
        {items.map((one) => (
          <li key={one.quoteId}>
            <Card
              aria-label={one.orderNumber ?? one.quoteId}
              className="flex flex-wrap items-start justify-between gap-4 p-5"
            >
              <div className="min-w-0 flex-[1_1_20rem] space-y-1">
                <h3 className="break-words font-semibold">{one.orderNumber ?? t('noNumber')}</h3>
                <p className="text-[0.9375rem]">
                  {t('for', { pool: one.poolName, offer: one.offerId })} <Money amount={one.price} />
                </p>
                <p className="text-soft text-sm">
                  {one.buyer.name ?? t('unnamed')} · <Time at={one.createdAt} /> ·{' '}
                  {t.rich('until', { when: () => <Time at={one.expiresAt} exact /> })}
                </p>
                <p className="flex flex-wrap items-center gap-x-4 text-soft text-sm">
                  <span>
                    {t('invoice')} <Hash value={one.quoteId} copyLabel={t('copyInvoice')} />
                  </span>
                  <span>
                    {t('licensee')} <Hash value={one.licensee} copyLabel={t('copyLicensee')} />
                  </span>
                </p>
              </div>
              <Button
                variant="primary"
                className="max-sm:w-full"
                busy={pay.isPending && pay.variables?.quoteId === one.quoteId}
                disabled={pay.isPending}
                onClick={() => pay.mutate(one)}
              >
                {t('pay')}
              </Button>
            </Card>
          </li>
        ))}
      </ul>
    </div>
  )
}
