'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn.ts'
import { isAt, places } from './places.ts'

/** Navigation where the thumb is, on a phone. */
export function BottomNav() {
  const t = useTranslations('nav')
  const pathname = usePathname()
  return (
    <nav
      aria-label={t('main')}
      className="fixed inset-x-0 bottom-0 z-40 grid grid-cols-4 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places.map(({ href, key, icon: Icon }) => {
        const here = isAt(pathname, href)
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cn(
              'flex h-16 flex-col items-center justify-center gap-1 font-medium text-soft text-xs focus-visible:-outline-offset-4',
              here && 'text-accent',
            )}
          >
            <span
              className={cn(
                'grid h-7 w-14 place-items-center rounded-full transition-colors',
                here && 'bg-accent-wash',
              )}
            >
              <Icon aria-hidden className="size-5" />
            </span>
            {t(key)}
          </Link>
        )
      })}
    </nav>
  )
}
