'use client'

import { Bird } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { Overview } from '@/api/types.ts'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Money } from '@/money/Money.tsx'

/** What pages of our own found about nodes in thirty days, and what that cost; or that there are none. [CLT-60] */
export function Canaries({ canaries }: { canaries: Overview['canaries'] }) {
  const t = useTranslations('canaries')
  const format = useFormatter()
  if (canaries.hosts.length === 0)
    return (
      <Card>
        <Empty icon={Bird} title={t('none')}>
          {t.rich('noneText', {
            setting: () => (
              <code className="font-mono text-[0.9em]">CANARY_HOSTS=https://stories.example</code>
            ),
          })}
        </Empty>
      </Card>
    )
  const share = canaries.leases === 0 ? 0 : canaries.canaries / canaries.leases
  const figures = [
    ['leases', format.number(canaries.leases)],
    ['handed', format.number(canaries.canaries)],
    ['share', format.number(share, { style: 'percent', maximumFractionDigits: 2 })],
    ['asked', format.number(canaries.asked)],
    ['passed', format.number(canaries.passed)],
    ['failed', format.number(canaries.failed)],
    ['proofs', format.number(canaries.proofs)],
    ['paid', <Money key="paid" amount={canaries.paid} />],
  ] as const
  return (
    <Card aria-label={t('title')}>
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="mt-1 max-w-prose text-soft">{t('text')}</p>
          <p className="mt-2 text-sm">
            {t('hosts')} <span className="break-words font-mono">{canaries.hosts.join(', ')}</span>
          </p>
        </div>
      </CardHeader>
      <CardContent>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-4">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt className="text-soft text-sm">{t(name)}</dt>
              <dd className="tnum font-medium text-lg">{value}</dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  )
}
