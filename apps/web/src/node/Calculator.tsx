'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useInstance } from '@/api/useInstance.ts'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { parseUnits } from '@/money/format.ts'
import { Money } from '@/money/Money.tsx'
import { type Caps, HOST_SECONDS, perDay } from './perDay.ts'

const FIELDS = [
  ['capHour', 'megabytesPerHour'],
  ['capDay', 'megabytesPerDay'],
  ['capPages', 'pagesPerDay'],
  ['hours', 'hoursPerDay'],
  ['hosts', 'hosts'],
  ['pageSize', 'kilobytesPerPage'],
] as const satisfies [string, keyof Caps][]

/** The node's own first caps (packages/node, DEFAULT_SETTINGS); a page of the web has some 100 kB of HTML. */
const FIRST: Record<keyof Caps, string> = {
  megabytesPerHour: '50',
  megabytesPerDay: '200',
  pagesPerDay: '1000',
  hoursPerDay: '12',
  hosts: '5',
  kilobytesPerPage: '100',
}

/** Documents, bytes and money of a day at caps that the reader may turn. */
export function Calculator() {
  const t = useTranslations('node')
  const format = useFormatter()
  const decimals = useInstance().data?.chain?.tokenDecimals ?? 6
  const [typed, setTyped] = useState(FIRST)
  const [pay, setPay] = useState('0.001')
  const caps = Object.fromEntries(
    Object.entries(typed).map(([name, text]) => [name, Math.max(0, Number(text) || 0)]),
  ) as unknown as Caps
  const { documents, megabytes, limit } = perDay({ ...caps, hoursPerDay: Math.min(24, caps.hoursPerDay) })
  const money = (parseUnits(pay, decimals) ?? 0n) * BigInt(documents)
  return (
    <Card aria-label={t('calcTitle')}>
      <CardHeader>
        <div>
          <CardTitle>{t('calcTitle')}</CardTitle>
          <p className="text-soft text-sm">{t('calcText', { seconds: HOST_SECONDS })}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-5">
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4 lg:grid-cols-7">
          {FIELDS.map(([label, name]) => (
            <Field key={name} label={t(label)}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={typed[name]}
                  onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
                />
              )}
            </Field>
          ))}
          <Field label={t('pay')}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={pay}
                onChange={({ target }) => setPay(target.value)}
              />
            )}
          </Field>
        </div>
        <dl className="grid gap-4 sm:grid-cols-3" aria-live="polite">
          <Stat label={t('documents')} value={format.number(documents)} />
          <Stat label={t('megabytes')} value={format.number(megabytes, { maximumFractionDigits: 1 })} />
          <Stat label={t('money')} value={<Money amount={money} />} />
        </dl>
        <p className="text-soft text-sm">{t('limitedBy', { what: t(limit) })}</p>
        <p className="text-soft text-sm">{t('heldText')}</p>
      </CardContent>
    </Card>
  )
}
