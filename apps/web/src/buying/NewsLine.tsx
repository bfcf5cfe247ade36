'use client'

import { useTranslations } from 'next-intl'
import type { LicenseNews } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'

type News = LicenseNews['items'][number]

/** One thing that happened to a pool's releases, and what the licensee has said to it. */
export function NewsLine({ news }: { news: News }) {
  const t = useTranslations('news')
  const { kind, deletes, replaces, errata, deleteBy, concerns, acknowledgedAt, effectiveAt } = news
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
      <div className="min-w-0 flex-[1_1_18rem]">
        <p className="font-medium text-[0.9375rem]">{t(whatOf(news), { version: news.version ?? 0 })}</p>
        {kind !== 'release' && (
          <p className="text-[0.9375rem] text-soft">
            {[
              deletes > 0 && t('deletes', { count: deletes }),
              replaces > 0 && t('replaces', { count: replaces }),
              errata > 0 && t('errata', { count: errata }),
            ]
              .filter(Boolean)
              .join(' · ')}
            {deleteBy && <> · {t.rich('by', { when: () => <Time at={deleteBy} exact /> })}</>}
          </p>
        )}
        <p className="tnum text-soft text-sm">
          {news.firstSeq === news.lastSeq
            ? t('seq', { seq: news.lastSeq })
            : t('seqs', { first: news.firstSeq, last: news.lastSeq })}{' '}
          · <Time at={effectiveAt} />
        </p>
      </div>
      {kind !== 'release' && (
        <p className="text-soft text-sm">
          {acknowledgedAt ? (
            <Badge tone="good">{t.rich('said', { when: () => <Time at={acknowledgedAt} /> })}</Badge>
          ) : (
            <Badge tone={concerns ? 'warn' : 'neutral'}>{t(concerns ? 'unsaid' : 'before')}</Badge>
          )}
        </p>
      )}
    </div>
  )
}

function whatOf({ kind, reason }: News) {
  if (kind === 'release') return 'published'
  if (kind === 'erratum') return 'corrected'
  if (reason === 'consent-expired') return 'expired'
  return reason === 'source-taken-down' ? 'takenDown' : 'ended'
}
