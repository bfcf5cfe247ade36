'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Children, type ReactNode } from 'react'
import { useInstance } from '@/api/useInstance.ts'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Lines } from '@/node/Lines.tsx'

const ROBOTS = ['User-agent: RowrightBot', 'Disallow: /']

/** The page that the User-Agent names: for whoever runs a site. */
export function Bot() {
  const t = useTranslations('bot')
  const instance = useInstance().data
  const url = instance?.publicUrl ?? ''
  const agent = <code className="break-words font-mono text-sm">RowrightBot/0.1 (+{url}/bot)</code>
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <div className="space-y-5">
        <Part title={t('whoTitle')}>
          <p>{t('who1', { name: instance?.name ?? 'Rowright', url })}</p>
          <p>{t('who2')}</p>
        </Part>
        <Part title={t('knowTitle')}>
          <Points>
            <span>{t.rich('know1', { code: () => agent })}</span>
            {t('know2')}
            {t('know3')}
          </Points>
          <p>{t.rich('source', { link: (text) => <NodeLink>{text}</NodeLink> })}</p>
        </Part>
        <Part title={t('politeTitle')}>
          <Points>
            {t('polite1')}
            {t('polite2')}
            {t('polite3')}
          </Points>
        </Part>
        <Part title={t('stopTitle')}>
          <p>{t('stopText')}</p>
          <Points>
            {t('stop1')}
            {t('stop2')}
            {t('stop3')}
            {t('stop4')}
            {t('stop5')}
            {t('stop6')}
          </Points>
          <p>{t('example')}</p>
          <Lines lines={ROBOTS} copyLabel={t('copyExample')} />
        </Part>
        <Part title={t('downTitle')}>
          <p>{t('down1')}</p>
          <p>{t('down2')}</p>
          <Button asChild variant="primary">
            <Link href="/take-down">{t('downLink')}</Link>
          </Button>
        </Part>
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card aria-label={title}>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent className="space-y-3 text-[0.9375rem]">{children}</CardContent>
    </Card>
  )
}

function Points({ children }: { children: ReactNode }) {
  return (
    <ul className="list-disc space-y-2 pl-5 marker:text-soft">
      {Children.map(children, (point) => (
        <li>{point}</li>
      ))}
    </ul>
  )
}

const NodeLink = ({ children }: { children: ReactNode }) => (
  <Link href="/node" className="text-accent underline-offset-4 hover:underline">
    {children}
  </Link>
)
