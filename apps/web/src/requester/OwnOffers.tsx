'use client'

import { licensesAbi } from '@rowright/chain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, Store } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Address } from 'viem'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Offer, Pool } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { useInstance } from '@/api/useInstance.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'
import { Money } from '@/money/Money.tsx'
import { useSendFromWallet } from '@/wallet/useWalletWrite.ts'
import { daySeconds } from './daySeconds.ts'
import { NewOffer } from './NewOffer.tsx'

/** What the pool sells. An offer never changes: a new price is a new offer, and the old one is closed. */
export function OwnOffers({ pool, offers }: { pool: Pool; offers: Offer[] }) {
  const t = useTranslations('offers')
  const [adding, setAdding] = useState(false)
  const [closing, setClosing] = useState<Offer | null>(null)
  const add = (
    <Button disabled={!pool.chainPoolId} onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  )
  return (
    <Card id="offers" aria-label={t('title')} className="scroll-mt-24">
      <CardHeader className="items-center pb-4">
        <div className="min-w-0 flex-[1_1_16rem]">
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">{t('text')}</p>
        </div>
        {offers.length > 0 && add}
      </CardHeader>
      {offers.length === 0 ? (
        <Empty icon={Store} title={t('none')} action={add} className="pt-2">
          {t('noneText')}
        </Empty>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {offers.map((offer) => (
            <li key={offer.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-4">
              <OfferLine offer={offer} />
              {offer.open ? (
                <Button
                  size="sm"
                  variant="danger"
                  className="h-10"
                  aria-label={t('closeNamed', { id: offer.id })}
                  onClick={() => setClosing(offer)}
                >
                  {t('close')}
                </Button>
              ) : (
                <Badge>{t('closed')}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewOffer pool={pool} known={offers.length} open={adding} onOpenChange={setAdding} />
      <CloseOffer offer={closing} onClose={() => setClosing(null)} />
    </Card>
  )
}

function OfferLine({ offer }: { offer: Offer }) {
  const t = useTranslations('offers')
  const names = useTermNames()
  return (
    <div className="min-w-0 flex-1">
      <p className="font-medium">
        <Money amount={offer.price} />
        <span className="font-normal text-soft">
          {' '}
          · {t('days', { count: Math.round(offer.durationSeconds / daySeconds) })}
        </span>
      </p>
      <p className="text-soft text-sm">
        {names.licenseeClass(offer.licenseeClass)} — {offer.purposes.map(names.purpose).join(' · ')}
      </p>
    </div>
  )
}

function CloseOffer({ offer, onClose }: { offer: Offer | null; onClose: () => void }) {
  const t = useTranslations('offers')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const licenses = useInstance().data?.chain?.licenses
  const send = useSendFromWallet()
  const close = useMutation({
    mutationFn: async ({ id, poolId }: Offer) => {
      await send({
        address: licenses as Address,
        abi: licensesAbi,
        functionName: 'closeOffer',
        args: [BigInt(id)],
      })
      await until(
        () => client.license.offers.query({ poolId }),
        ({ items }) => items.some((one) => one.id === id && !one.open),
      )
    },
    onSuccess: async () => {
      toast.success(t('closedNow'))
      onClose()
      await queries.invalidateQueries(trpc.license.pathFilter())
    },
  })
  return (
    <ConfirmDialog
      open={offer !== null}
      onOpenChange={(open) => !open && !close.isPending && onClose()}
      title={t('closeTitle')}
      description={t('closeText')}
    >
      <DialogActions>
        <ConfirmCancel asChild>
          <Button disabled={close.isPending}>{common('cancel')}</Button>
        </ConfirmCancel>
        <Button variant="danger" busy={close.isPending} onClick={() => offer && close.mutate(offer)}>
          {t('close')}
        </Button>
      </DialogActions>
    </ConfirmDialog>
  )
}
