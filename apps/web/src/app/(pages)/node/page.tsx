import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NodePage } from '@/node/NodePage.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('node'))('title') }
}

/** `key`: a node's own page has sent its operator here, to say that the key is theirs. */
export default async function Page({ searchParams }: { searchParams: Promise<{ key?: string | string[] }> }) {
  const { key } = await searchParams
  return <NodePage askingKey={typeof key === 'string' && /^[A-Za-z0-9_-]{43}$/.test(key) ? key : null} />
}
