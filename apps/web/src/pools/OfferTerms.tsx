'use client'

import { useTranslations } from 'next-intl'
import type { Offer } from '@/api/types.ts'
import { useTermNames } from '@/consent/useTermNames.ts'
import { Money } from '@/money/Money.tsx'
import { daySeconds } from '@/requester/daySeconds.ts'

/** Price, term, who and what for, as a buyer reads it. */
export function OfferTerms({ offer }: { offer: Offer }) {
  const t = useTranslations('buyer')
  const names = useTermNames()
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3">
        <Money amount={offer.price} className="font-semibold text-xl" />
        <span className="text-soft">
          {t('days', { count: Math.round(offer.durationSeconds / daySeconds) })}
        </span>
      </p>
      <p className="mt-1 text-[0.9375rem]">{offer.purposes.map(names.purpose).join(' · ')}</p>
      <p className="text-soft text-sm">{t('for', { who: names.licenseeClass(offer.licenseeClass) })}</p>
    </div>
  )
}
