'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pause, Play, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTRPC, useTRPCClient } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'

/** The changes of a campaign's state, each telling everybody who looks. */
export function useCampaignStates({ taskType }: Campaign) {
  const t = useTranslations('requester')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const collects = taskType === 'collect'
  const queries = useQueryClient()
  const done = (message: 'started' | 'pausedNow' | 'resumed' | 'closedNow' | 'closedNowPages') => ({
    onSuccess: async () => {
      toast.success(t(message))
      await Promise.all([
        queries.invalidateQueries(trpc.campaign.pathFilter()),
        queries.invalidateQueries(trpc.collection.pathFilter()),
      ])
    },
  })
  return {
    start: useMutation({
      mutationFn: async (where: { poolId: string; campaignId: string }) => {
        if (collects) await client.collection.start.mutate(where)
        else await client.campaign.start.mutate(where)
      },
      ...done('started'),
    }),
    pause: useMutation(trpc.campaign.pause.mutationOptions(done('pausedNow'))),
    resume: useMutation(trpc.campaign.resume.mutationOptions(done('resumed'))),
    close: useMutation(trpc.campaign.close.mutationOptions(done(collects ? 'closedNowPages' : 'closedNow'))),
  }
}

/** Start, pause, resume and close, as far as the campaign's state allows. */
export function Controls({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('requester')
  const { start, pause, resume } = useCampaignStates(campaign)
  const [closing, setClosing] = useState(false)
  const where = { poolId: campaign.poolId, campaignId: campaign.id }
  if (campaign.status === 'closed') return null
  if (campaign.status === 'draft') {
    // Possible before everything is funded: slots open as far as the money goes.
    if (BigInt(campaign.funded) < BigInt(campaign.price)) return null
    return (
      <Button busy={start.isPending} onClick={() => start.mutate(where)}>
        {!start.isPending && <Play aria-hidden />}
        {t('start')}
      </Button>
    )
  }
  return (
    <>
      {campaign.status === 'open' && (
        <Button busy={pause.isPending} onClick={() => pause.mutate(where)}>
          {!pause.isPending && <Pause aria-hidden />}
          {t('pause')}
        </Button>
      )}
      {campaign.status === 'paused' && (
        <Button busy={resume.isPending} onClick={() => resume.mutate(where)}>
          {!resume.isPending && <Play aria-hidden />}
          {t('resume')}
        </Button>
      )}
      <Button variant="danger" onClick={() => setClosing(true)}>
        <Square aria-hidden />
        {t('close')}
      </Button>
      <CloseCampaign campaign={campaign} open={closing} onOpenChange={setClosing} />
    </>
  )
}

/** Says what closing does, then closes. */
export function CloseCampaign({
  campaign,
  open,
  onOpenChange,
}: {
  campaign: Campaign
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('requester')
  const common = useTranslations('common')
  const { close } = useCampaignStates(campaign)
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('closeTitle', { name: campaign.name })}
      description={t(campaign.taskType === 'collect' ? 'closeTextPages' : 'closeText')}
    >
      <DialogActions>
        <ConfirmCancel asChild>
          <Button>{common('cancel')}</Button>
        </ConfirmCancel>
        <Button
          variant="danger"
          busy={close.isPending}
          onClick={() =>
            close.mutate(
              { poolId: campaign.poolId, campaignId: campaign.id },
              { onSettled: () => onOpenChange(false) },
            )
          }
        >
          {t('close')}
        </Button>
      </DialogActions>
    </ConfirmDialog>
  )
}
