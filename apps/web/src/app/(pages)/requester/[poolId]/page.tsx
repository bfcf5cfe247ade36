import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OwnPool } from '@/requester/OwnPool.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requester'))('poolTitle') }
}

export default async function OwnPoolPage({ params }: { params: Promise<{ poolId: string }> }) {
  return <OwnPool poolId={(await params).poolId} />
}
