'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'

/** What has to be found from everywhere, by people without an account too. */
export function Footer() {
  const t = useTranslations('footer')
  return (
    <footer className="page mb-28 text-sm md:mb-10">
      <ul className="flex flex-wrap gap-x-6 gap-y-1 border-line border-t pt-4">
        {(
          [
            ['/end-consent', 'endConsent'],
            ['/take-down', 'takeDown'],
            ['/node', 'node'],
            ['/bot', 'bot'],
          ] as const
        ).map(([href, name]) => (
          <li key={href}>
            <Link
              href={href}
              className="inline-flex min-h-11 items-center text-soft underline-offset-4 hover:text-ink hover:underline md:min-h-8"
            >
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </footer>
  )
}
