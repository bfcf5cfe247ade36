'use client'

import { ChevronDown, FileSignature } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { FileDrop } from '@/components/ui/fileDrop.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { type Receipt, type ReceiptProblem, readReceipt } from './readReceipt.ts'

/** A receipt is a kilobyte or two; something far larger is another file. */
const MOST_BYTES = 100_000

/** Takes a receipt by choosing, dropping or pasting it. It is read in the browser. */
export function ReceiptBox({ onReceipt }: { onReceipt: (receipt: Receipt) => void }) {
  const t = useTranslations('endByReceipt')
  const [pasted, setPasted] = useState('')
  const [problem, setProblem] = useState<ReceiptProblem | null>(null)
  const read = async (text: string) => {
    const found = await readReceipt(text)
    if (typeof found === 'string') setProblem(found)
    else onReceipt(found)
  }
  const take = async (file: File) => {
    if (file.size > MOST_BYTES) setProblem('notReceipt')
    else await read(await file.text())
  }
  return (
    <Card className="space-y-5 p-5 sm:p-6">
      <FileDrop
        accept=".json,application/json"
        label={t('file')}
        onFile={(file) => void take(file)}
        className="flex flex-col items-center gap-4 px-5 py-9 text-center"
      >
        {(id) => (
          <>
            <FileSignature aria-hidden className="size-8 text-soft" />
            <p className="max-w-sm text-soft">{t('drop')}</p>
            <Button asChild variant="primary">
              <label htmlFor={id} className="cursor-pointer">
                {t('choose')}
              </label>
            </Button>
          </>
        )}
      </FileDrop>
      {problem && (
        <Notice role="alert" tone="bad" title={t(problem)}>
          {t(`${problem}Text`)}
        </Notice>
      )}
      <details className="group">
        <summary className="flex min-h-11 list-none items-center gap-2 font-medium text-soft [&::-webkit-details-marker]:hidden">
          <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
          {t('paste')}
        </summary>
        <form
          className="space-y-3 pt-2"
          onSubmit={(event) => {
            event.preventDefault()
            void read(pasted)
          }}
        >
          <Field label={t('pasteLabel')}>
            {(control) => (
              <Textarea
                {...control}
                spellCheck={false}
                autoCapitalize="none"
                placeholder="{ &quot;kind&quot;: &quot;rowright.consent-receipt.v1&quot;, …"
                className="min-h-32 font-mono md:text-sm"
                value={pasted}
                onChange={({ target }) => setPasted(target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={pasted.trim() === ''}>
            {t('read')}
          </Button>
        </form>
      </details>
      <p className="text-soft text-sm">{t('stays')}</p>
    </Card>
  )
}
