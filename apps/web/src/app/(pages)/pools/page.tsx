import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Catalog } from '@/pools/Catalog.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pools'))('title') }
}

export default async function PoolsPage() {
  const t = await getTranslations('pools')
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <Catalog />
    </>
  )
}
