import { Compass } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { BottomNav } from '@/shell/BottomNav.tsx'
import { TopBar } from '@/shell/TopBar.tsx'

export default function NotFound() {
  const t = useTranslations('common')
  return (
    <>
      <TopBar />
      <main id="main" className="page flex-1 pt-10 pb-28">
        <Empty
          icon={Compass}
          title={t('notFoundTitle')}
          action={
            <Button asChild variant="primary">
              <Link href="/">{t('home')}</Link>
            </Button>
          }
        >
          {t('notFoundText')}
        </Empty>
      </main>
      <BottomNav />
    </>
  )
}
