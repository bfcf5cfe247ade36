'use client'

import { useTranslations } from 'next-intl'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'

/** What the browser itself asks, and when. */
export function Asked() {
  const t = useTranslations('node')
  return (
    <Card aria-label={t('askedTitle')}>
      <CardHeader>
        <CardTitle>{t('askedTitle')}</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="list-disc space-y-2 pl-5 text-[0.9375rem] marker:text-soft">
          {(['asked1', 'asked2', 'asked3'] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </CardContent>
    </Card>
  )
}
