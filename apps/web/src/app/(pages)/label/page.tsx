import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { CampaignList } from '@/campaigns/CampaignList.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('campaigns'))('title') }
}

export default function CampaignsPage() {
  const t = useTranslations('campaigns')
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <CampaignList />
    </>
  )
}
