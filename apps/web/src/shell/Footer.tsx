'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'

/** What has to be found from everywhere, by people without an account too. */
export function Footer() {
  const t = useTranslations('footer')
  return (
    <footer className="page mb-28 text-sm md:mb-10">
      <div className="border-line border-t pt-6">
        <Link href="/end-consent" className="text-soft underline-offset-4 hover:text-ink hover:underline">
          {t('endConsent')}
        </Link>
      </div>
    </footer>
  )
}
