'use client'

import { useTranslations } from 'next-intl'
import { useInstance } from '@/api/useInstance.ts'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Lines } from './Lines.tsx'

export function Install() {
  const t = useTranslations('node')
  const url = useInstance().data?.publicUrl ?? ''
  const steps = [t('install1'), t('install2'), t('install3'), t('install4', { url })]
  return (
    <div className="grid gap-5 lg:grid-cols-2 [&>*]:min-w-0">
      <Card aria-label={t('installTitle')}>
        <CardHeader>
          <CardTitle>{t('installTitle')}</CardTitle>
        </CardHeader>
        <CardContent>
          <ol className="list-decimal space-y-2 pl-5 text-[0.9375rem] marker:text-soft">
            {steps.map((step) => (
              <li key={step} className="break-words">
                {step}
              </li>
            ))}
          </ol>
        </CardContent>
      </Card>
      <Card aria-label={t('runTitle')}>
        <CardHeader>
          <CardTitle>{t('runTitle')}</CardTitle>
        </CardHeader>
        <CardContent>
          <Lines
            copyLabel={t('copyCommands')}
            lines={[
              `curl -O ${url}/node/files/rowright-node.tgz`,
              'tar xzf rowright-node.tgz && cd rowright-node',
              'node rowright-node.mjs selftest',
              `node rowright-node.mjs pair ${url} CODE`,
              'node rowright-node.mjs pools',
              `node rowright-node.mjs settings mode '"automatic"'`,
              'node rowright-node.mjs settings on true',
              'node rowright-node.mjs run',
            ]}
          />
        </CardContent>
      </Card>
    </div>
  )
}
