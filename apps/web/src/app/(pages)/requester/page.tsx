import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { MyPools } from '@/requester/MyPools.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requester'))('title') }
}

export default async function RequesterPage() {
  const t = await getTranslations('requester')
  return (
    <>
      <PageHeader
        title={t('title')}
        action={
          <Button asChild variant="primary">
            <Link href="/requester/new">
              <Plus aria-hidden />
              {t('open')}
            </Link>
          </Button>
        }
      >
        {t('text')}
      </PageHeader>
      <MyPools />
    </>
  )
}
