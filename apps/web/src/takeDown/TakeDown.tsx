'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Ask } from './Ask.tsx'
import { Request } from './Request.tsx'

/** Asks that a host or pages go from every pool; no account. @param id number of a request: its state is shown. */
export function TakeDown({ id }: { id: string | null }) {
  const t = useTranslations('takeDown')
  const router = useRouter()
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      {id ? (
        <div className="space-y-4">
          <Request id={id} />
          <Link
            href="/take-down"
            className="inline-flex min-h-11 items-center text-soft text-sm underline-offset-4 hover:text-ink hover:underline"
          >
            {t('another')}
          </Link>
        </div>
      ) : (
        <Ask onAsked={(made) => router.replace(`/take-down?id=${made}`)} />
      )}
    </div>
  )
}
