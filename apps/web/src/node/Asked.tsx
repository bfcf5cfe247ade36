'use client'

import Image, { type StaticImageData } from 'next/image'
import { useTranslations } from 'next-intl'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import hosts from './shots/hosts.png'
import instance from './shots/instance.png'

/** What the browser itself asks, and when. */
export function Asked() {
  const t = useTranslations('node')
  return (
    <Card aria-label={t('askedTitle')}>
      <CardHeader>
        <CardTitle>{t('askedTitle')}</CardTitle>
      </CardHeader>
      <CardContent className="space-y-4">
        <ul className="list-disc space-y-2 pl-5 text-[0.9375rem] marker:text-soft">
          {(['asked1', 'asked2', 'asked3'] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <div className="grid gap-4 sm:grid-cols-2">
          <Prompt picture={instance} words={t('shotInstance')} />
          <Prompt picture={hosts} words={t('shotHosts')} />
        </div>
        <p className="text-soft text-sm">{t('askedRead')}</p>
      </CardContent>
    </Card>
  )
}

/** As Chromium shows it, taken on a real screen. */
function Prompt({ picture, words }: { picture: StaticImageData; words: string }) {
  return (
    <figure className="space-y-1.5">
      <Image src={picture} alt={words} unoptimized className="rounded-lg border border-line" />
      <figcaption className="text-soft text-sm">{words}</figcaption>
    </figure>
  )
}
