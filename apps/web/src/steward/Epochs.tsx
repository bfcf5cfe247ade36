'use client'

import { useMutation } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import type { Epoch } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Table, Td, Th } from '@/components/ui/table.tsx'
import { Money } from '@/money/Money.tsx'
import { useDone } from './useDone.ts'

const tones: Record<Epoch['status'], Tone> = { closed: 'neutral', posted: 'warn', active: 'good' }

/** Settlement periods, newest first: what was owed, the root on chain, the manifest anyone can recompute. */
export function Epochs({ epochs }: { epochs: Epoch[] }) {
  const t = useTranslations('steward')
  const format = useFormatter()
  const trpc = useTRPC()
  const done = useDone()
  const close = useMutation(trpc.steward.closeEpoch.mutationOptions({ onSuccess: done('epochAsked') }))
  return (
    <Card aria-label={t('epochs')} className="overflow-hidden">
      <CardHeader className="items-center pb-4">
        <div className="min-w-0 flex-[1_1_16rem]">
          <CardTitle>{t('epochs')}</CardTitle>
          <p className="text-soft text-sm">{t('epochsText')}</p>
        </div>
        <Button busy={close.isPending} onClick={() => close.mutate()}>
          {t('closeEpoch')}
        </Button>
      </CardHeader>
      {epochs.length === 0 ? (
        <Empty icon={CalendarClock} title={t('noEpochs')} className="pt-2">
          {t('noEpochsText')}
        </Empty>
      ) : (
        <Table aria-label={t('epochs')} className="border-line border-t">
          <thead>
            <tr>
              <Th>{t('epoch')}</Th>
              <Th>{t('status')}</Th>
              <Th>{t('closedAt')}</Th>
              <Th numeric>{t('work')}</Th>
              <Th numeric>{t('revenue')}</Th>
              <Th numeric>{t('unassigned')}</Th>
              <Th numeric>{t('accounts')}</Th>
              <Th>{t('root')}</Th>
              <Th>{t('manifest')}</Th>
            </tr>
          </thead>
          <tbody>
            {epochs.map((epoch) => (
              <tr key={epoch.number}>
                <Td className="tnum font-medium">{epoch.number}</Td>
                <Td>
                  <Badge tone={tones[epoch.status]}>{t(`epoch_${epoch.status}`)}</Badge>
                </Td>
                <Td>
                  <Time at={epoch.closedAt} />
                </Td>
                <Td numeric>
                  <Money amount={epoch.work} />
                </Td>
                <Td numeric>
                  <Money amount={epoch.revenue} />
                </Td>
                <Td numeric>
                  <Money amount={epoch.unassigned} />
                </Td>
                <Td numeric>{format.number(epoch.leaves)}</Td>
                <Td className="whitespace-nowrap py-1.5">
                  <Hash value={epoch.root} copyLabel={t('copyRoot', { number: epoch.number })} ends={4} />
                </Td>
                <Td className="whitespace-nowrap">
                  <a
                    href={`/v1/epochs/${epoch.number}/manifest`}
                    target="_blank"
                    rel="noreferrer"
                    className="text-accent underline-offset-4 hover:underline"
                  >
                    {t('manifestOf', { number: epoch.number })}
                  </a>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
