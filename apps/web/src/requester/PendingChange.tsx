'use client'

import { useTranslations } from 'next-intl'
import type { Pool } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Notice } from '@/components/ui/notice.tsx'

/** Terms that wait in the contract: what changes, and from when. Nothing when none do. */
export function PendingChange({ pool }: { pool: Pool }) {
  const t = useTranslations('requester')
  const change = pool.pendingChange
  if (!change) return null
  const ready = Date.parse(change.availableAt) <= Date.now()
  const when = () => <Time at={change.availableAt} exact />
  return (
    <Notice tone="info" title={ready ? t('changeReady') : t.rich('changeWaits', { when })}>
      <p>
        {t('changeTreasury', { now: pool.treasuryBps / 100, next: change.treasuryBps / 100 })}
        {change.sourceBps > 0 && ` ${t('changeSources', { next: change.sourceBps / 100 })}`}
      </p>
      <p>{t('changeKept')}</p>
    </Notice>
  )
}
