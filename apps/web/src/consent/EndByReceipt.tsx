'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PageHeader } from '@/components/PageHeader.tsx'
import { ReceiptBox } from './ReceiptBox.tsx'
import { ReceiptEnding } from './ReceiptEnding.tsx'
import type { Receipt } from './readReceipt.ts'

/** Ends a consent by its receipt alone: no account, no sign-in, no wallet. [CON-5] */
export function EndByReceipt() {
  const t = useTranslations('endByReceipt')
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      {receipt ? (
        <ReceiptEnding receipt={receipt} onOther={() => setReceipt(null)} />
      ) : (
        <ReceiptBox onReceipt={setReceipt} />
      )}
    </div>
  )
}
