'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { isAt, places } from './places.ts'
import { ThemeToggle } from './ThemeToggle.tsx'
import { Wordmark } from './Wordmark.tsx'

export function TopBar() {
  const t = useTranslations('nav')
  const pathname = usePathname()
  return (
    <header className="sticky top-0 z-40 border-line border-b bg-paper/90 backdrop-blur-md">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2"
      >
        {t('skip')}
      </a>
      <div className="page flex h-14 items-center gap-1 md:h-16">
        <Wordmark />
        <nav aria-label={t('main')} className="ml-6 hidden h-full gap-1 md:flex">
          {places.map(({ href, key }) => {
            const here = isAt(pathname, href)
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'relative flex h-full items-center rounded-lg px-3 font-medium text-[0.9375rem] text-soft transition-colors hover:text-ink focus-visible:-outline-offset-4',
                  here &&
                    'text-ink after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:rounded-full after:bg-accent',
                )}
              >
                {t(key)}
              </Link>
            )
          })}
        </nav>
        <div className="ml-auto flex items-center gap-0.5 sm:gap-1">
          <LanguageSwitch />
          <ThemeToggle />
          <AccountMenu />
        </div>
      </div>
    </header>
  )
}
