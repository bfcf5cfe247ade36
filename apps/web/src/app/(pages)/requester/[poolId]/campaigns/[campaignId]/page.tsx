import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OwnCampaign } from '@/requester/OwnCampaign.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requester'))('campaignTitle') }
}

export default async function OwnCampaignPage({
  params,
}: {
  params: Promise<{ poolId: string; campaignId: string }>
}) {
  return <OwnCampaign {...(await params)} />
}
