import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Editor } from '@/label/Editor.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('label') }
}

export default async function EditorPage({
  params,
}: {
  params: Promise<{ poolId: string; campaignId: string }>
}) {
  return <Editor {...(await params)} />
}
