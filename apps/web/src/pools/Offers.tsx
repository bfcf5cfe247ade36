'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Offer, Pool } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { BuyDialog } from './BuyDialog.tsx'
import { OfferTerms } from './OfferTerms.tsx'
import { OfferWords } from './OfferWords.tsx'
import { useMyLicenses } from './useMyLicenses.ts'

/** What can be licensed here, cheapest first. */
export function Offers({ pool, hasRelease }: { pool: Pool; hasRelease: boolean }) {
  const t = useTranslations('buyer')
  const trpc = useTRPC()
  const offers = useQuery(trpc.license.offers.queryOptions({ poolId: pool.id }, { refetchInterval: 15_000 }))
  // Who has a license came to export: that is the main thing then.
  const licensed = useMyLicenses(pool.id).valid
  const [buying, setBuying] = useState<Offer | null>(null)
  const open = offers.data?.items
    .filter((offer) => offer.open)
    .sort((a, b) => Number(BigInt(a.price) - BigInt(b.price)))
  return (
    <Card aria-label={t('offers')}>
      <CardHeader>
        <CardTitle>{t('offers')}</CardTitle>
      </CardHeader>
      <CardContent className="pt-3">
        {offers.error && <ProblemNotice error={offers.error} onRetry={() => offers.refetch()} />}
        {offers.isPending && <Skeleton className="h-24" />}
        {open?.length === 0 && <p className="text-soft">{t('noOffers')}</p>}
        {open && open.length > 0 && !hasRelease && (
          <p className="mb-3 text-soft text-sm">{t('noReleaseYet')}</p>
        )}
        <ul className="divide-y divide-line">
          {open?.map((offer, i) => (
            <li key={offer.id} className="space-y-3 py-4 first:pt-0 last:pb-0">
              <OfferTerms offer={offer} />
              <OfferWords offer={offer} />
              <Button
                variant={i === 0 && !licensed ? 'primary' : 'secondary'}
                className="w-full"
                onClick={() => setBuying(offer)}
              >
                {t('buy')}
              </Button>
            </li>
          ))}
        </ul>
      </CardContent>
      {buying && <BuyDialog pool={pool} offer={buying} onClose={() => setBuying(null)} />}
    </Card>
  )
}
