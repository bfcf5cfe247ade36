import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Work } from '@/work/Work.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('work'))('title') }
}

export default function WorkPage() {
  return <Work />
}
