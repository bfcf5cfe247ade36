import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Buying } from '@/buying/Buying.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying'))('title') }
}

export default function BuyingPage() {
  return <Buying />
}
