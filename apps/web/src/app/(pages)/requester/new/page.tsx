import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/PageHeader.tsx'
import { OpenPool } from '@/requester/OpenPool.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requester'))('newTitle') }
}

export default async function NewPoolPage() {
  const t = await getTranslations('requester')
  return (
    <>
      <PageHeader title={t('newTitle')}>{t('newText')}</PageHeader>
      <OpenPool />
    </>
  )
}
