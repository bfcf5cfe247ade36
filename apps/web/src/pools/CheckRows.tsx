'use client'

import { useMutation } from '@tanstack/react-query'
import { ChevronDown, Download, FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { callHttp } from '@/api/http.ts'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { License } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'
import { FileDrop } from '@/components/ui/fileDrop.tsx'
import { saveText } from './saveText.ts'

const standings = ['revoked', 'unknown', 'superseded', 'current'] as const

interface Outcome {
  counts: Record<(typeof standings)[number], number>
  successor: { version: number } | null
  /** NDJSON of the rows that are not current. */
  list: string
}

/** Which rows of a buyer's copies have to go: a file of ids in, counts and a list out. */
export function CheckRows({ license }: { license: License }) {
  const t = useTranslations('compliance')
  const check = useMutation({
    meta: { quiet: true },
    mutationFn: async (file: File): Promise<Outcome> => {
      const path = `/v1/licenses/${encodeURIComponent(license.id)}/compliance-checks`
      const headers = { 'content-type': 'text/plain' }
      const text = await (await callHttp(path, { method: 'POST', body: file, headers })).text()
      const end = text.indexOf('\n')
      return { ...JSON.parse(text.slice(0, end)), list: text.slice(end + 1) }
    },
  })
  const take = (file: File) => !check.isPending && check.mutate(file)
  return (
    <details className="group basis-full">
      <summary className="flex min-h-11 list-none items-center gap-2 font-medium text-[0.9375rem] text-soft [&::-webkit-details-marker]:hidden">
        <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
        {t('title')}
      </summary>
      <div className="space-y-3">
        <p className="max-w-prose text-[0.9375rem] text-soft">{t('text')}</p>
        <FileDrop
          accept=".txt,.csv,text/plain,text/csv"
          label={t('choose')}
          onFile={take}
          className="flex justify-center p-4"
        >
          {(id) => (
            <>
              <Button asChild aria-busy={check.isPending || undefined}>
                <label htmlFor={id} className="cursor-pointer">
                  <FileUp aria-hidden />
                  {check.isPending ? t('busy') : t('choose')}
                </label>
              </Button>
            </>
          )}
        </FileDrop>
        {check.error && <ProblemNotice error={check.error} />}
        {check.data && <Told outcome={check.data} />}
      </div>
    </details>
  )
}

function Told({ outcome: { counts, successor, list } }: { outcome: Outcome }) {
  const t = useTranslations('compliance')
  return (
    <div role="status" className="space-y-2">
      <ul className="space-y-1 text-[0.9375rem]">
        {standings.map(
          (standing) =>
            counts[standing] > 0 && (
              <li key={standing} className={cn(standing !== 'current' && 'font-medium')}>
                {t(standing, { count: counts[standing], version: successor?.version ?? 0 })}
              </li>
            ),
        )}
      </ul>
      {list && (
        <Button
          size="sm"
          className="h-10"
          onClick={() => saveText('rows-to-remove.jsonl', list, 'application/x-ndjson')}
        >
          <Download aria-hidden />
          {t('download')}
        </Button>
      )}
    </div>
  )
}
