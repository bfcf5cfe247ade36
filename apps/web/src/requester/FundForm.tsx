'use client'

import { dataPoolsAbi } from '@rowright/chain'
import { uuidToBytes32 } from '@rowright/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Address, Hex } from 'viem'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { localProblem, ProblemError } from '@/api/problem.ts'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Campaign, Pool } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { useInstance } from '@/api/useInstance.ts'
import { Steps, useSteps } from '@/components/Steps.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { useMe } from '@/identity/session.ts'
import { parseUnits, plainUnits } from '@/money/format.ts'
import { Purse } from '@/wallet/Purse.tsx'
import { approve, signPermit } from '@/wallet/permit.ts'
import { useTokenBalance } from '@/wallet/useTokenBalance.ts'
import { useReadyWallet, useSendFromWallet } from '@/wallet/useWalletWrite.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'

interface FundFormProps {
  pool: Pool
  campaign: Campaign
  /** Base units still missing until every wanted answer is paid for. */
  lacking: bigint
}

const keys = ['wallet', 'allow', 'send', 'seen'] as const
type Key = (typeof keys)[number]

/** Puts money behind a campaign: it goes into the contract, and only accepted answers take it out. */
export function FundForm({ pool, campaign, lacking }: FundFormProps) {
  const t = useTranslations('fund')
  const me = useMe().data
  const openWallet = useOpenWalletDialog()
  const chain = useInstance().data?.chain
  const decimals = chain?.tokenDecimals ?? 6
  // Follows what is lacking until the requester types an amount of their own.
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? (lacking > 0n ? plainUnits(lacking, decimals) : '')
  const amount = parseUnits(text, decimals)
  const [tried, setTried] = useState(false)
  const address = me?.addresses[0] ?? null
  const balance = useTokenBalance(address)
  const { at, step } = useSteps<Key>()
  const fund = useFund(pool, campaign, step, () => {
    setTyped(null)
    setTried(false)
  })
  if (!address) {
    return (
      <Button variant="primary" onClick={openWallet}>
        {t('attach')}
      </Button>
    )
  }
  if (!pool.chainPoolId) return <p className="text-soft">{t('notOnChain')}</p>
  const short = amount !== null && balance.data !== undefined && balance.data < amount
  const error = amount === null || amount === 0n ? t('invalid') : short ? t('short') : undefined
  return (
    <form
      noValidate
      className="max-w-md space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!error && amount !== null) fund.mutate(amount)
      }}
    >
      <Purse />
      <Field
        label={t('amount', { symbol: chain?.tokenSymbol ?? '' })}
        hint={t(campaign.taskType === 'collect' ? 'amountHintPages' : 'amountHint')}
        error={tried && !fund.isPending ? error : undefined}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            className="tnum"
            value={text}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      {at && (
        <Steps steps={keys.map((key) => ({ key, label: t(`step_${key}`) }))} at={at} failed={fund.isError} />
      )}
      {fund.error && <ProblemNotice error={fund.error} />}
      <Button type="submit" variant="primary" className="w-full sm:w-auto" busy={fund.isPending}>
        {t('fund')}
      </Button>
    </form>
  )
}

function useFund(pool: Pool, campaign: Campaign, step: (key: Key | 'end') => void, onDone: () => void) {
  const t = useTranslations('fund')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const ready = useReadyWallet()
  const send = useSendFromWallet()
  const { poolId, id: campaignId } = campaign
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (amount: bigint) => {
      if (!pool.chainPoolId) throw new ProblemError(localProblem('web/pool-not-on-chain', 'Not on chain yet'))
      step('wallet')
      const wallet = await ready()
      const address = wallet.chain.dataPools as Address
      const target = [pool.chainPoolId as Hex, uuidToBytes32(campaignId) as Hex, amount] as const
      step('allow')
      const permit = await signPermit(wallet, address, amount)
      if (!permit) await approve(wallet, send, address, amount)
      step('send')
      const call = { address, abi: dataPoolsAbi } as const
      if (permit) await send({ ...call, functionName: 'fundWithPermit', args: [...target, ...permit] })
      else await send({ ...call, functionName: 'fund', args: [...target] })
      step('seen')
      const before = BigInt(campaign.funded)
      await until(
        () => client.campaign.get.query({ poolId, campaignId }),
        ({ funded }) => BigInt(funded) > before,
      )
      step('end')
    },
    onSuccess: async () => {
      toast.success(t('done'))
      onDone()
      await Promise.all([
        queries.invalidateQueries(trpc.campaign.pathFilter()),
        queries.invalidateQueries({ queryKey: ['balance'] }),
      ])
    },
  })
}
