'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { useMoney } from '@/money/Money.tsx'
import { CostLines } from './CostLines.tsx'
import { costOf } from './cost.ts'

interface CostCardProps {
  price: bigint
  overlap: number
  /** Null: every item gets `overlap` answers. */
  overlapMin: number | null
  goldRatePpm: number
  /** In a list campaign every entry is one answer; there is no overlap and no share of control tasks. */
  list: boolean
}

const count = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : 0)

/** What the campaign would come to, as it is being written. */
export function CostCard({ price, overlap, overlapMin, goldRatePpm, list }: CostCardProps) {
  const t = useTranslations('campaignForm')
  const format = useFormatter()
  const money = useMoney()
  const [items, setItems] = useState('1000')
  const [gold, setGold] = useState('50')
  const plan = list
    ? { overlap: 1, overlapMin: 1, gold: 0 }
    : { overlap, overlapMin: overlapMin ?? overlap, gold: count(gold) }
  const cost = costOf({ items: count(items), goldRatePpm, price, ...plan })
  const lines = [
    [
      list ? t('entries') : t('costAnswers', { items: format.number(count(items)), overlap }),
      cost.answers,
      BigInt(cost.answers) * price,
    ],
    ...(list ? [] : ([[t('costControls'), cost.controls, BigInt(cost.controls) * price]] as const)),
  ] as const
  return (
    <Card aria-label={t('cost')} className="space-y-4 p-5">
      <div>
        <CardTitle>{t('cost')}</CardTitle>
        <p className="text-soft text-sm">{t('costText')}</p>
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label={list ? t('entries') : t('items')}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tnum"
              value={items}
              onChange={({ target }) => setItems(target.value)}
            />
          )}
        </Field>
        {!list && (
          <Field label={t('controlTasks')}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="tnum"
                value={gold}
                onChange={({ target }) => setGold(target.value)}
              />
            )}
          </Field>
        )}
      </div>
      <CostLines
        lines={lines}
        totalLabel={cost.least < cost.total ? t('toFundMost') : t('toFund')}
        total={cost.total}
      />
      {cost.least < cost.total && (
        <p className="text-soft text-sm">{t('costLeast', { least: money(cost.least) })}</p>
      )}
      {!list && cost.controls > 0 && <p className="text-soft text-sm">{t('costControlsText')}</p>}
    </Card>
  )
}
