'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import type { Question } from '@/label/editors/editor.ts'
import { saveText } from '@/pools/saveText.ts'
import { sampleItem, sampleRows, toCsv, toJsonl } from './samples.ts'
import { useSamples } from './useSamples.ts'

const SHOWN = {
  pairwise: ['left', 'right', 'ids'],
  spans: ['text'],
  transcription: ['image', 'suggestion'],
  other: ['shown'],
} as const

/** What a row of an upload needs for this question, its known answers included, and a file to begin with. */
export function UploadNeeds({ question }: { question: Question }) {
  const t = useTranslations('uploadNeeds')
  const samples = useSamples()
  const { taskType } = question
  const shown = SHOWN[taskType as 'spans'] ?? SHOWN.other
  const save = (kind: 'csv' | 'jsonl') => {
    const rows = samples ? sampleRows(question, samples) : []
    const text = kind === 'csv' ? toCsv(rows) : toJsonl(rows, taskType)
    saveText(`${taskType}-sample.${kind}`, text)
  }
  return (
    <section aria-label={t('title')} className="rounded-card bg-sunken/60 p-4">
      <h3 className="font-medium text-[0.9375rem]">{t('title')}</h3>
      <dl className="mt-2 grid gap-x-4 gap-y-2 text-[0.9375rem] sm:grid-cols-[max-content_1fr]">
        <Need names={['id']}>{t('id')}</Need>
        {shown.map((one) => (
          <Need key={one} names={COLUMNS[one]}>
            {t(one)}
          </Need>
        ))}
        <Need names={['gold']}>
          {t('gold')} {t(`gold_${taskType as 'spans'}`)}{' '}
          {samples && (
            <>
              {t('example')}{' '}
              <code className="break-all rounded bg-surface px-1.5 py-0.5 font-mono text-sm">
                {sampleItem(question, samples, 1).answer}
              </code>
            </>
          )}
        </Need>
        <Need names={['practice']}>{t('practice')}</Need>
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        {(['csv', 'jsonl'] as const).map((kind) => (
          <Button key={kind} size="sm" className="h-10" disabled={!samples} onClick={() => save(kind)}>
            <Download aria-hidden />
            {t('sample', { kind: kind.toUpperCase() })}
          </Button>
        ))}
      </div>
    </section>
  )
}

const COLUMNS = {
  left: ['left'],
  right: ['right'],
  ids: ['leftId', 'rightId'],
  text: ['text'],
  image: ['image'],
  suggestion: ['suggestion'],
  shown: ['text', 'image'],
} as const

function Need({ names, children }: { names: readonly string[]; children: React.ReactNode }) {
  return (
    <div className="contents">
      <dt className="flex flex-wrap gap-1.5">
        {names.map((name) => (
          <code key={name} className="h-6 rounded bg-surface px-1.5 font-mono text-sm leading-6">
            {name}
          </code>
        ))}
      </dt>
      <dd className="text-soft max-sm:pb-1.5">{children}</dd>
    </div>
  )
}
