'use client'

import { licensesAbi } from '@rowright/chain'
import { LICENSEE_CLASSES, PURPOSES } from '@rowright/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Address, Hex } from 'viem'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Pool } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { useInstance } from '@/api/useInstance.ts'
import { Steps, useSteps } from '@/components/Steps.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select } from '@/components/ui/input.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'
import { parseUnits } from '@/money/format.ts'
import { useReadyWallet, useSendFromWallet } from '@/wallet/useWalletWrite.ts'
import { daySeconds } from './daySeconds.ts'

interface NewOfferProps {
  pool: Pool
  /** How many offers there were when the dialog was opened. */
  known: number
  open: boolean
  onOpenChange: (open: boolean) => void
}

const mostDays = 3_650
const keys = ['wallet', 'send', 'seen'] as const

interface OfferInput {
  price: bigint
  days: number
  purposes: string[]
  licenseeClass: string
}

/** An offer can allow no more than the contributors did, so only their purposes and classes are to choose from. */
export function NewOffer({ pool, known, open, onOpenChange }: NewOfferProps) {
  const t = useTranslations('offers')
  const names = useTermNames()
  const chain = useInstance().data?.chain
  const [price, setPrice] = useState('')
  const [days, setDays] = useState('365')
  const [purposes, setPurposes] = useState(pool.terms.purposes)
  const [licenseeClass, setLicenseeClass] = useState(pool.terms.licenseeClasses[0] ?? 'anyone')
  const [tried, setTried] = useState(false)
  const { at, step } = useSteps<(typeof keys)[number]>()
  const add = useAddOffer(pool, known, step, () => onOpenChange(false))
  const allowed = pool.terms.licenseeClasses.includes('anyone')
    ? LICENSEE_CLASSES
    : pool.terms.licenseeClasses
  const amount = parseUnits(price, chain?.tokenDecimals ?? 6)
  const errors = {
    price: amount === null || amount === 0n ? t('priceInvalid') : undefined,
    days:
      /^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= mostDays
        ? undefined
        : t('daysInvalid', { most: mostDays }),
    purposes: purposes.length === 0 ? t('purposeNeeded') : undefined,
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(wanted) => !add.isPending && onOpenChange(wanted)}
      title={t('newTitle')}
      description={t('newText')}
    >
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (Object.values(errors).some(Boolean) || amount === null) return
          add.mutate({ price: amount, days: Number(days), purposes, licenseeClass })
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t('price', { symbol: chain?.tokenSymbol ?? '' })}
            error={tried ? errors.price : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                className="tnum"
                placeholder="25.00"
                value={price}
                onChange={({ target }) => setPrice(target.value)}
              />
            )}
          </Field>
          <Field label={t('duration')} error={tried ? errors.days : undefined}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="tnum"
                value={days}
                onChange={({ target }) => setDays(target.value)}
              />
            )}
          </Field>
        </div>
        <Choices legend={t('purposes')} error={tried ? errors.purposes : undefined}>
          {pool.terms.purposes.map((purpose) => (
            <Choice
              key={purpose}
              type="checkbox"
              label={names.purpose(purpose)}
              checked={purposes.includes(purpose)}
              onChange={({ target }) =>
                setPurposes(
                  pool.terms.purposes.filter((one) =>
                    one === purpose ? target.checked : purposes.includes(one),
                  ),
                )
              }
            />
          ))}
        </Choices>
        <Field label={t('class')}>
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={licenseeClass}
              onChange={({ target }) => setLicenseeClass(target.value)}
            >
              {allowed.map((one) => (
                <option key={one} value={one}>
                  {names.licenseeClass(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {at && (
          <Steps steps={keys.map((key) => ({ key, label: t(`step_${key}`) }))} at={at} failed={add.isError} />
        )}
        {add.error && <ProblemNotice error={add.error} />}
        <DialogActions>
          <Button type="submit" variant="primary" busy={add.isPending}>
            {t('confirm')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function useAddOffer(
  pool: Pool,
  known: number,
  step: (key: (typeof keys)[number] | 'end') => void,
  onDone: () => void,
) {
  const t = useTranslations('offers')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const ready = useReadyWallet()
  const send = useSendFromWallet()
  return useMutation({
    meta: { quiet: true },
    mutationFn: async ({ price, days, purposes, licenseeClass }: OfferInput) => {
      step('wallet')
      const { chain } = await ready()
      // The words come first: the chain gets their hash.
      const terms = await client.terms.draft.mutate({
        poolId: pool.id,
        price: String(price),
        durationSeconds: days * daySeconds,
        purposes: PURPOSES.filter((one) => purposes.includes(one)),
        licenseeClass: LICENSEE_CLASSES.find((one) => one === licenseeClass) ?? 'anyone',
      })
      step('send')
      // Bit i of the mask is PURPOSES[i], the class is an index (packages/protocol/src/consent.ts).
      const mask = PURPOSES.reduce((sum, one, i) => sum | (purposes.includes(one) ? 1 << i : 0), 0)
      const classIndex = (LICENSEE_CLASSES as readonly string[]).indexOf(licenseeClass)
      await send({
        address: chain.licenses as Address,
        abi: licensesAbi,
        functionName: 'addOffer',
        args: [pool.chainPoolId as Hex, price, days * daySeconds, mask, classIndex, `0x${terms.hash}`],
      })
      step('seen')
      await until(
        () => client.license.offers.query({ poolId: pool.id }),
        ({ items }) => items.length > known,
      )
      step('end')
    },
    onSuccess: async () => {
      toast.success(t('added'))
      onDone()
      await queries.invalidateQueries(trpc.license.pathFilter())
    },
  })
}
