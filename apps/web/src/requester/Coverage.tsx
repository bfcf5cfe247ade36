'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Table, Td, Th } from '@/components/ui/table.tsx'
import { usePercent } from '@/components/usePercent.ts'
import { useReadable } from '@/label/useReadable.ts'
import { Columns } from '@/plots/Columns.tsx'

/** What of the items is being labeled, how many answers they have, and what control tasks are left. */
export function Coverage({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('coverage')
  const quotas = useTranslations('quotaForm')
  const reads = useReadable(campaign)
  const format = useFormatter()
  const percent = usePercent()
  const trpc = useTRPC()
  const report = useQuery(
    trpc.campaign.coverage.queryOptions({ poolId: campaign.poolId, campaignId: campaign.id }),
  )
  if (report.error) return <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />
  if (!report.data) return <Skeleton className="h-64 rounded-card" />
  const { strata, answersPerTask, gold, clusters, capped } = report.data
  const most = Math.max(0, ...answersPerTask.map((one) => one.answers))
  const tasksWith = new Map(answersPerTask.map((one) => [one.answers, one.tasks]))
  const n = (value: number) => format.number(value)
  return (
    <div className="space-y-5">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
        <Card className="p-5">
          <Columns
            title={t('answersPerTask')}
            description={t('answersPerTaskText')}
            bars={Array.from({ length: most + 1 }, (_, answers) => ({
              label: t('withAnswers', { count: answers }),
              value: tasksWith.get(answers) ?? 0,
            }))}
            columns={[t('answers'), t('tasks')]}
            ends={['0', n(most)]}
          />
        </Card>
        <Card className="p-5">
          <CardTitle>{t('gold')}</CardTitle>
          <p className="mb-3 text-soft text-sm">
            {t('goldText')} {t('people', { count: clusters })} {capped > 0 && t('capped', { count: capped })}
          </p>
          {gold.length > 0 && (
            <div className="-mx-5 max-h-72 overflow-auto">
              <Table className="text-sm">
                <thead>
                  <tr>
                    <Th>{t('answer')}</Th>
                    <Th numeric>{t('tasks')}</Th>
                    <Th numeric>{t('given')}</Th>
                    <Th numeric>{t('left')}</Th>
                  </tr>
                </thead>
                <tbody>
                  {gold.map((one) => (
                    <tr key={one.answer}>
                      <Td className="min-w-28 break-words">
                        {one.answer === null ? '–' : reads(one.answer)}
                      </Td>
                      <Td numeric>{n(one.tasks)}</Td>
                      <Td numeric>{n(one.answers)}</Td>
                      <Td numeric>{n(one.left)}</Td>
                    </tr>
                  ))}
                </tbody>
              </Table>
            </div>
          )}
        </Card>
      </div>
      <Card className="space-y-5 p-5">
        <div>
          <CardTitle>{t('strata')}</CardTitle>
          <p className="max-w-prose text-soft text-sm">
            {strata.length > 0 ? t('strataText') : t('noStrata')}
          </p>
        </div>
        {strata.map(({ stratum, values }) => (
          <section key={stratum} className="-mx-5 min-w-0">
            <Table className="text-sm">
              <thead>
                <tr>
                  <Th>{quotas(`stratum_${stratum}`)}</Th>
                  <Th numeric>{t('items')}</Th>
                  <Th numeric className="whitespace-normal">
                    {t('open')}
                  </Th>
                  <Th numeric>{t('decided')}</Th>
                </tr>
              </thead>
              <tbody>
                {values.map((one) => (
                  <tr key={one.value}>
                    <Td className="w-full min-w-28">
                      <span className="break-words">{one.value}</span>
                      <span className="mt-1 flex items-center gap-2">
                        <span
                          aria-hidden
                          className="h-2 w-full max-w-40 overflow-hidden rounded-sm bg-sunken"
                        >
                          <span
                            className="block h-full bg-accent"
                            style={{ width: `${one.sharePpm / 10_000}%` }}
                          />
                        </span>
                        <span className="tnum shrink-0 text-soft">
                          <span className="sr-only">{t('share')} </span>
                          {percent(one.sharePpm)}
                        </span>
                      </span>
                    </Td>
                    <Td numeric>{n(one.tasks)}</Td>
                    <Td numeric>
                      {one.mostTasks === null
                        ? n(one.open)
                        : t('ofMost', { open: n(one.open), most: n(one.mostTasks) })}
                    </Td>
                    <Td numeric>{n(one.decided)}</Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </section>
        ))}
      </Card>
    </div>
  )
}
