'use client'

import { licensesAbi } from '@rowright/chain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import type { Address } from 'viem'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { License } from '@/api/types.ts'
import { until } from '@/api/until.ts'
import { useInstance } from '@/api/useInstance.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useSendFromWallet } from '@/wallet/useWalletWrite.ts'

/** Consents ended since this license was bought: what to do, until when, and the button that says it is done. */
export function Acknowledge({ license }: { license: License }) {
  const t = useTranslations('buyer')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const instance = useInstance()
  const send = useSendFromWallet()
  const due = license.acknowledge
  const acknowledge = useMutation({
    meta: { quiet: true },
    mutationFn: async (epoch: number) => {
      if (license.kept) await client.license.acknowledge.mutate({ licenseId: license.id })
      else
        await send({
          address: instance.data!.chain!.licenses as Address,
          abi: licensesAbi,
          functionName: 'ackRevocations',
          args: [BigInt(license.id), BigInt(epoch)],
        })
      await until(
        () => client.license.mine.query(),
        ({ items }) => (items.find(({ id }) => id === license.id)?.acknowledge?.epoch ?? -1) !== epoch,
      )
    },
    onSuccess: () => {
      toast.success(t('acked'))
      return queries.invalidateQueries(trpc.license.pathFilter())
    },
  })
  if (!due) return null
  const late = new Date(due.by) <= new Date()
  return (
    <div className="basis-full space-y-3">
      <Notice
        tone={late ? 'bad' : 'warn'}
        title={late ? t('ackLateTitle') : t.rich('ackTitle', { when: () => <Time at={due.by} exact /> })}
        action={
          <Button
            className="w-full sm:w-auto"
            busy={acknowledge.isPending}
            disabled={!instance.data?.chain}
            onClick={() => acknowledge.mutate(due.epoch)}
          >
            {t('ack')}
          </Button>
        }
      >
        {late ? t('ackLate') : t(license.kept ? 'ackTextKept' : 'ackText')}
        {due.askedAt && <> {t('ackSent')}</>}
      </Notice>
      {acknowledge.error && <ProblemNotice error={acknowledge.error} />}
    </div>
  )
}
