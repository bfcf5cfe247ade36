import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewCampaign } from '@/requester/NewCampaign.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('campaignForm'))('title') }
}

export default async function NewCampaignPage({ params }: { params: Promise<{ poolId: string }> }) {
  return <NewCampaign poolId={(await params).poolId} />
}
