import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EndByReceipt } from '@/consent/EndByReceipt.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('endByReceipt'))('title') }
}

export default function EndConsentPage() {
  return <EndByReceipt />
}
