'use client'

import { FileJson } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Release } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useBytes } from '@/components/useBytes.ts'
import { usePercent } from '@/components/usePercent.ts'

/** Versions of a pool, newest first: how much, how good, and the hashes that prove it. */
export function ReleaseList({ poolId, releases }: { poolId: string; releases: readonly Release[] }) {
  const t = useTranslations('pools')
  const percent = usePercent()
  const bytes = useBytes()
  if (releases.length === 0) return <p className="text-soft">{t('noReleases')}</p>
  const newestFirst = [...releases].sort((a, b) => b.version - a.version)
  return (
    <ul className="divide-y divide-line">
      {newestFirst.map((release) => (
        <li
          key={release.id}
          className="flex flex-wrap items-center gap-x-6 gap-y-3 py-3.5 first:pt-0 last:pb-0"
        >
          <div className="min-w-0 flex-[1_1_18rem]">
            <p className="font-medium">
              {t('version', { version: release.version })}{' '}
              <span className="font-normal text-soft text-sm">
                · <Time at={release.publishedAt} />
              </span>
              {release.withdrawnAt && (
                <Badge tone="neutral" className="ml-2">
                  {t('withdrawn')}
                </Badge>
              )}
            </p>
            <p className="tnum text-[0.9375rem] text-soft">
              {t('releaseLine', {
                rows: release.rows,
                annotations: release.annotations,
                labelers: release.labelers,
                confidence: percent(release.meanConfidencePpm),
                size: bytes(release.bytes),
              })}
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <dl className="text-sm">
              <div className="flex items-center gap-2">
                <dt className="text-soft">SHA-256</dt>
                <dd>
                  <Hash value={release.rowsSha256} copyLabel={t('copySha', { version: release.version })} />
                </dd>
              </div>
            </dl>
            <Button asChild size="sm" className="h-10">
              <a
                href={`/v1/pools/${poolId}/releases/${release.id}/manifest`}
                target="_blank"
                rel="noreferrer"
                aria-label={t('manifestOf', { version: release.version })}
              >
                <FileJson aria-hidden />
                {t('manifest')}
              </a>
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
