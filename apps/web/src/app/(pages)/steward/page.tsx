import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Steward } from '@/steward/Steward.tsx'

export async function generateMetadata(): Promise<Metadata> {
  // A one-time link must not end in a search index or in a Referer header.
  return {
    title: (await getTranslations('steward'))('title'),
    robots: { index: false },
    referrer: 'no-referrer',
  }
}

export default async function StewardPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>
}) {
  const t = await getTranslations('steward')
  const { token } = await searchParams
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <Steward token={typeof token === 'string' ? token : null} />
    </>
  )
}
