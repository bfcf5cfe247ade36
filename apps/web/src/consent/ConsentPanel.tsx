'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Terms } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { grantConsent } from '@/consent/grant.ts'
import { NamedLicensees } from '@/consent/NamedLicensees.tsx'
import { NOBODY, readNames } from '@/consent/readNames.ts'
import { downloadReceipt } from '@/consent/receipt.ts'
import { useTermNames } from '@/consent/useTermNames.ts'

interface ConsentPanelProps {
  title: string
  poolId: string
  personId: string
  onGranted: () => void
}

/** One plain sentence, one tap, before the first answer that can be exported, and before a node fetches for the pool. */
export function ConsentPanel({ title, poolId, personId, onGranted }: ConsentPanelProps) {
  const t = useTranslations('editor')
  const language = useLocale()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const [named, setNamed] = useState(NOBODY)
  const read = readNames(named)
  const sound = Object.keys(read.problems).length === 0
  const terms = useQuery(trpc.consent.terms.queryOptions({ poolId }))
  const agree = useMutation({
    mutationFn: (given: Terms) =>
      grantConsent(client, {
        poolId,
        personId,
        terms: given,
        language,
        licensees: read.licensees,
        onlyNamed: named.only,
      }),
    meta: { quiet: true },
    onSuccess: (consent) => {
      toast.success(t('consentSigned'), {
        duration: 6_000,
        action: { label: t('downloadReceipt'), onClick: () => downloadReceipt(consent) },
      })
      onGranted()
    },
  })
  if (terms.error) {
    return <ProblemNotice error={terms.error} onRetry={() => terms.refetch()} className="m-auto max-w-xl" />
  }
  return (
    <section
      aria-labelledby="consent"
      aria-busy={terms.isPending}
      className="m-auto w-full max-w-xl space-y-5 py-6"
    >
      <h2 id="consent" className="font-semibold text-soft">
        {title}
      </h2>
      {terms.data ? (
        <p className="font-medium text-xl leading-relaxed">{terms.data.sentence[language]}</p>
      ) : (
        <Skeleton className="h-20" />
      )}
      {sound && <NamedInstead licensees={read.licensees} only={named.only} />}
      <p className="text-soft">{t('consentEnd')}</p>
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        disabled={!terms.data || !sound}
        busy={agree.isPending}
        onClick={() => terms.data && agree.mutate(terms.data)}
      >
        {t('consentAgree')}
      </Button>
      <p className="text-center text-soft text-sm">{t('practice')}</p>
      {agree.error && <ProblemNotice error={agree.error} />}
      {terms.data && (
        <div className="space-y-2">
          <TermsDetails terms={terms.data} />
          <NamedLicensees input={named} read={read} onChange={setNamed} />
        </div>
      )}
    </section>
  )
}

/** What the names change in the sentence above. */
function NamedInstead({
  licensees,
  only,
}: {
  licensees: { allowed: string[]; denied: string[] }
  only: boolean
}) {
  const t = useTranslations('named')
  const said = [
    only && t('saidOnly', { count: licensees.allowed.length }),
    !only && licensees.allowed.length > 0 && t('saidAllowed', { count: licensees.allowed.length }),
    licensees.denied.length > 0 && t('saidDenied', { count: licensees.denied.length }),
  ].filter(Boolean)
  return said.length > 0 && <p className="font-medium">{said.join(' ')}</p>
}

function TermsDetails({ terms: { terms, hash } }: { terms: Terms }) {
  const t = useTranslations('editor')
  const { purpose, licenseeClass } = useTermNames()
  const rows = [
    [t('consentPurposes'), terms.purposes.map(purpose).join(' · ')],
    [t('consentClasses'), terms.licenseeClasses.map(licenseeClass).join(' · ')],
    [t('consentMonths'), t('months', { count: terms.months })],
  ]
  return (
    <details className="group rounded-card border border-line bg-surface px-4">
      <summary className="flex min-h-12 list-none items-center justify-between font-medium [&::-webkit-details-marker]:hidden">
        {t('consentDetails')}
        <ChevronDown aria-hidden className="size-4 text-soft transition-transform group-open:rotate-180" />
      </summary>
      <dl className="space-y-2 pb-4 text-[0.9375rem]">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-6">
            <dt className="shrink-0 text-soft">{label}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
        {terms.note && <p className="pt-1 text-soft">{terms.note}</p>}
        <p className="break-all pt-1 font-mono text-soft text-xs">SHA-256 {hash}</p>
      </dl>
    </details>
  )
}
