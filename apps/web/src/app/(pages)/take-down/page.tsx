import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TakeDown } from '@/takeDown/TakeDown.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('takeDown'))('title') }
}

export default async function TakeDownPage({ searchParams }: { searchParams: Promise<{ id?: string }> }) {
  const { id } = await searchParams
  return <TakeDown id={id ?? null} />
}
