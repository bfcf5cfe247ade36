'use client'

import { dataPoolsAbi } from '@rowright/chain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Address, Hex } from 'viem'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Pool } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { Steps, useSteps } from '@/components/Steps.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { useMe } from '@/identity/session.ts'
import { Purse } from '@/wallet/Purse.tsx'
import { useReadyWallet, useSendFromWallet } from '@/wallet/useWalletWrite.ts'
import { useOpenWalletDialog } from '@/wallet/WalletDialogProvider.tsx'

const keys = ['wallet', 'send', 'seen'] as const

/** Enters the pool in the contract by the requester's own wallet, which becomes its owner. */
export function PutOnChain({ pool }: { pool: Pool }) {
  const t = useTranslations('onChain')
  const me = useMe().data
  const openWallet = useOpenWalletDialog()
  const [open, setOpen] = useState(false)
  const { at, step } = useSteps<(typeof keys)[number]>()
  const create = useCreatePool(pool, step)
  if (!me || me.addresses.length === 0) {
    return (
      <Button variant="primary" size="lg" onClick={openWallet}>
        {t('attach')}
      </Button>
    )
  }
  return (
    <>
      <Button variant="primary" size="lg" onClick={() => setOpen(true)}>
        {t('button')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={(wanted) => !create.isPending && setOpen(wanted)}
        title={t('title')}
        description={t('text', { share: pool.treasuryBps / 100 })}
      >
        <Purse />
        <Steps
          steps={keys.map((key) => ({ key, label: t(`step_${key}`) }))}
          at={at}
          failed={create.isError}
        />
        {create.error && <ProblemNotice error={create.error} />}
        <DialogActions>
          <Button variant="primary" busy={create.isPending} onClick={() => create.mutate()}>
            {create.isError ? t('again') : t('confirm')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

function useCreatePool(pool: Pool, step: (key: (typeof keys)[number] | 'end') => void) {
  const t = useTranslations('onChain')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const ready = useReadyWallet()
  const send = useSendFromWallet()
  return useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      step('wallet')
      const { account, chain } = await ready()
      step('send')
      await send({
        address: chain.dataPools as Address,
        abi: dataPoolsAbi,
        functionName: 'createPool',
        args: [
          pool.chainSalt as Hex,
          chain.token as Address,
          {
            metadataHash: pool.metadataHash as Hex,
            treasury: account,
            treasuryBps: pool.treasuryBps,
            sourceBps: 0,
          },
        ],
      })
      step('seen')
      await client.pool.refresh.mutate({ poolId: pool.id })
      await until(
        () => client.pool.get.query({ poolId: pool.id }),
        ({ chainPoolId }) => chainPoolId !== null,
      )
      step('end')
    },
    onSuccess: async () => {
      toast.success(t('done'))
      await queries.invalidateQueries(trpc.pool.pathFilter())
    },
  })
}
