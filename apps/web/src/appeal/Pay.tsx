'use client'

import { useQuery } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Cases } from './Cases.tsx'
import { Skills } from './Skills.tsx'
import { WindowCard } from './WindowCard.tsx'

/** Pay on its way: windows, rejections and their appeals, skill, and cases that wait for this reviewer. */
export function Pay() {
  const t = useTranslations('appeal')
  const trpc = useTRPC()
  const windows = useQuery(trpc.appeal.windows.queryOptions({}, { refetchInterval: 10_000 }))
  if (windows.error) return <ProblemNotice error={windows.error} onRetry={() => windows.refetch()} />
  if (!windows.data) return <Skeleton className="h-48 rounded-card" />
  return (
    <div className="space-y-6">
      <Cases />
      {windows.data.items.length === 0 ? (
        <Card>
          <Empty icon={Hourglass} title={t('noWindows')}>
            {t('noWindowsText')}
          </Empty>
        </Card>
      ) : (
        <ul className="grid gap-4">
          {windows.data.items.map((one) => (
            <li key={one.id}>
              <WindowCard window={one} />
            </li>
          ))}
        </ul>
      )}
      <Skills />
    </div>
  )
}
