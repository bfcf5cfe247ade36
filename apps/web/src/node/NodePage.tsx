'use client'

import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Asked } from './Asked.tsx'
import { Calculator } from './Calculator.tsx'
import { Downloads } from './Downloads.tsx'
import { Install } from './Install.tsx'
import { KeyAsks } from './KeyAsks.tsx'
import { Pairing } from './Pairing.tsx'
import { Pools } from './Pools.tsx'
import { Reproduce } from './Reproduce.tsx'

/** All that an operator needs of the instance: the node, its hash, the pairing, what it would bring. */
export function NodePage({ askingKey }: { askingKey: string | null }) {
  const t = useTranslations('node')
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <div className="space-y-5">
        {askingKey && <KeyAsks nodeKey={askingKey} />}
        <div className="grid gap-5 lg:grid-cols-2 [&>*]:min-w-0">
          <Downloads />
          <Pairing />
        </div>
        <Pools />
        <Install />
        <Asked />
        <Calculator />
        <Reproduce />
      </div>
    </>
  )
}
