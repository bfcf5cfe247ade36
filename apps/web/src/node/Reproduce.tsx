'use client'

import { useTranslations } from 'next-intl'
import { Hash } from '@/components/Hash.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { useBuilds } from './builds.ts'
import { Lines } from './Lines.tsx'

export function Reproduce() {
  const t = useTranslations('node')
  const commit = useBuilds().data?.commit
  return (
    <Card aria-label={t('reproTitle')}>
      <CardHeader>
        <div>
          <CardTitle>{t('reproTitle')}</CardTitle>
          <p className="text-soft text-sm">{t('reproText')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-3">
        {commit && (
          <p className="text-sm">
            {t.rich('reproCommit', { hash: () => <Hash value={commit} copyLabel={t('copyHash')} /> })}
          </p>
        )}
        <Lines
          copyLabel={t('copyCommands')}
          lines={[
            'npm install',
            'node apps/extension/build.mjs --pack rowright-extension.zip',
            'node apps/node/build.mjs --pack rowright-node.tgz',
          ]}
        />
        <p className="text-soft text-sm">{t('reproTake')}</p>
      </CardContent>
    </Card>
  )
}
