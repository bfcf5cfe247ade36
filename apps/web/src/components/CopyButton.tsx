'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from './ui/button.tsx'

/** Copies a text; the icon confirms it. `label` is the accessible name. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useTranslations('common')
  const [copied, setCopied] = useState(false)
  return (
    <Button
      variant="quiet"
      size="sm"
      className="size-9 px-0"
      aria-label={copied ? t('copied') : label}
      onClick={async () => {
        await navigator.clipboard.writeText(text)
        setCopied(true)
        setTimeout(() => setCopied(false), 1_500)
      }}
    >
      {copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
    </Button>
  )
}
