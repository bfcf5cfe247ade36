'use client'

import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Offer, Pool } from '@/api/types.ts'
import { Steps, useSteps } from '@/components/Steps.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useMe } from '@/identity/session.ts'
import { useMoney } from '@/money/Money.tsx'
import { Purse } from '@/wallet/Purse.tsx'
import { useTokenBalance } from '@/wallet/useTokenBalance.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'
import { AskInvoice } from './AskInvoice.tsx'
import { OfferTerms } from './OfferTerms.tsx'
import { OfferWords } from './OfferWords.tsx'
import { type BuyStep, buySteps, useBuyLicense } from './useBuyLicense.ts'

interface BuyDialogProps {
  pool: Pool
  offer: Offer
  onClose: () => void
}

/** What the offer leaves to contributors of its price, in percent: not the treasury's share, nor the sources' of the rest. */
const contributorsPercent = ({ treasuryBps, sourceBps }: Offer) =>
  Number((((10_000 - treasuryBps) * (10_000 - sourceBps)) / 1_000_000).toFixed(2))

/** Buys one license: sign in, allow the amount, buy, wait until it is seen. Every step says where it stands. */
export function BuyDialog({ pool, offer, onClose }: BuyDialogProps) {
  const t = useTranslations('buyer')
  const money = useMoney()
  const me = useMe().data
  const openWallet = useOpenWalletDialog()
  const address = me?.addresses[0] ?? null
  const balance = useTokenBalance(address)
  const { at, step } = useSteps<BuyStep>()
  const buy = useBuyLicense(offer, step)
  const short = balance.data !== undefined && balance.data < BigInt(offer.price)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !buy.isPending && onClose()}
      title={t('buyTitle', { pool: pool.name })}
      description={t('split', { share: contributorsPercent(offer) })}
    >
      <div className="rounded-card border border-line p-4">
        <OfferTerms offer={offer} />
        <OfferWords offer={offer} />
      </div>
      {address && !buy.isSuccess && <Purse />}
      <Steps
        steps={buySteps.map((key) => ({ key, label: t(`step_${key}`) }))}
        at={at ?? (address ? 'allow' : null)}
        failed={buy.isError}
        idle={at === null}
      />
      {buy.error && <ProblemNotice error={buy.error} />}
      {buy.isSuccess && (
        <Notice role="status" tone="good" title={t('bought')}>
          {t('boughtText')}
        </Notice>
      )}
      {address && short && !buy.isPending && !buy.isSuccess && (
        <p role="status" className="text-bad text-sm">
          {t('short', { price: money(offer.price) })}
        </p>
      )}
      {!buy.isSuccess && !buy.isPending && <AskInvoice offer={offer} poolId={pool.id} />}
      <DialogActions>
        {buy.isSuccess ? (
          <Button variant="primary" onClick={onClose}>
            {t('toExport')}
          </Button>
        ) : address ? (
          <Button variant="primary" disabled={short} busy={buy.isPending} onClick={() => buy.mutate()}>
            {buy.isError ? t('again') : t('pay', { price: money(offer.price) })}
          </Button>
        ) : (
          <Button variant="primary" onClick={openWallet}>
            {t('signIn')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
