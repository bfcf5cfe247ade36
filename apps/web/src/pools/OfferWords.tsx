'use client'

import { useQuery } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Offer } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog } from '@/components/ui/dialog.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'

/** Opens the words behind an offer, before anything is paid. */
export function OfferWords({ offer }: { offer: Offer }) {
  const t = useTranslations('licenseTerms')
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const at = { poolId: offer.poolId, offerId: offer.id }
  const terms = useQuery(trpc.terms.ofOffer.queryOptions(at, { enabled: open, retry: false }))
  const file = `/v1/pools/${offer.poolId}/offers/${offer.id}/terms`
  return (
    <>
      <Button variant="link" size="inline" className="min-h-11" onClick={() => setOpen(true)}>
        <FileText aria-hidden />
        {t('read')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('title')} className="sm:max-w-2xl">
        {terms.error && <ProblemNotice error={terms.error} onRetry={() => terms.refetch()} />}
        {terms.isPending && <Skeleton className="h-64" />}
        {terms.data && (
          <>
            <div className="space-y-1 rounded-card bg-sunken px-4 py-3 text-sm">
              <p className="flex flex-wrap items-center gap-x-2">
                <span className="text-soft">{t('hash')}</span>
                <Hash value={terms.data.hash} copyLabel={t('copy')} />
              </p>
              <p className="flex gap-4">
                <FileLink href={`${file}?format=markdown`}>{t('words')}</FileLink>
                <FileLink href={`${file}?format=odrl`}>{t('odrl')}</FileLink>
              </p>
            </div>
            <Words text={terms.data.text} />
          </>
        )}
      </Dialog>
    </>
  )
}

function FileLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="text-accent underline-offset-4 hover:underline"
    >
      {children}
    </a>
  )
}

/** The template has titles, paragraphs and lists, and nothing else of Markdown. */
function Words({ text }: { text: string }) {
  return (
    <div lang="en" className="space-y-3 break-words text-[0.9375rem] leading-relaxed">
      {text
        .trim()
        .split('\n\n')
        .map((block) => {
          if (block.startsWith('## '))
            return (
              <h3 key={block} className="pt-2 font-semibold">
                {block.slice(3)}
              </h3>
            )
          if (block.startsWith('# '))
            return (
              <p key={block} className="font-semibold text-lg">
                {block.slice(2)}
              </p>
            )
          if (!block.startsWith('- ')) return <p key={block}>{block}</p>
          return (
            <ul key={block} className="list-disc space-y-1 pl-5 marker:text-soft">
              {block.split('\n').map((line) => (
                <li key={line}>{line.slice(2)}</li>
              ))}
            </ul>
          )
        })}
    </div>
  )
}
