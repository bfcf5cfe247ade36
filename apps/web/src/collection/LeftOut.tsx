'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card, CardTitle } from '@/components/ui/card.tsx'

const POINTS = ['robots', 'optOuts', 'closed', 'personal', 'twice', 'takenDown'] as const

/** In plain words: what of the hosts a collection never gets, whatever it pays. */
export function LeftOut() {
  const t = useTranslations('leftOut')
  return (
    <Card aria-label={t('title')} className="space-y-3 p-5">
      <div>
        <CardTitle>{t('title')}</CardTitle>
        <p className="text-soft text-sm">{t('text')}</p>
      </div>
      <ul className="list-disc space-y-1.5 pl-5 text-sm">
        {POINTS.map((point) => (
          <li key={point}>{t(point)}</li>
        ))}
      </ul>
      <p className="text-soft text-sm">
        {t.rich('more', {
          link: (text) => (
            <Link href="/bot" className="text-accent underline">
              {text}
            </Link>
          ),
        })}
      </p>
    </Card>
  )
}
