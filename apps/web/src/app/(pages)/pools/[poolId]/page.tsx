import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PoolPage } from '@/pools/PoolPage.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pools'))('poolTitle') }
}

export default async function PublicPoolPage({ params }: { params: Promise<{ poolId: string }> }) {
  return <PoolPage poolId={(await params).poolId} />
}
