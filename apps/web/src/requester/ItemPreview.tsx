'use client'

import { useTranslations } from 'next-intl'
import type { Campaign } from '@/api/types.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { AnsweredItem } from '@/label/AnsweredItem.tsx'
import type { Row } from './readRows.ts'

/** The first rows as a labeler will see them: never `id` and `gold`. */
export function ItemPreview({ campaign, rows }: { campaign: Campaign; rows: readonly Row[] }) {
  const t = useTranslations('upload')
  return (
    <section aria-label={t('preview')}>
      <h3 className="font-medium text-[0.9375rem]">{t('preview')}</h3>
      <p className="mb-3 text-soft text-sm">{t('previewText')}</p>
      <ul className="grid gap-3 md:grid-cols-3">
        {rows.map(({ id, gold, practice, ...payload }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a text, in their order
          <li key={i} className="flex min-w-0 flex-col rounded-card border border-line">
            <p className="flex items-center justify-between gap-2 border-line border-b px-3.5 py-2 text-sm">
              <code className="truncate font-mono text-soft">{String(id ?? '?')}</code>
              {gold !== undefined && gold !== '' && gold !== null && (
                <Badge tone="accent">
                  {practice === true || practice === 'true' ? t('isPractice') : t('isControl')}
                </Badge>
              )}
            </p>
            <div className="h-48 overflow-y-auto p-4 [&_p]:text-base">
              <AnsweredItem question={campaign} payload={payload} answer={goldOf(gold)} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A known answer as it is stored: of a row of JSON it may be anything. */
function goldOf(gold: unknown): string | null {
  if (gold === undefined || gold === null || gold === '') return null
  return typeof gold === 'string' ? gold : JSON.stringify(gold)
}
