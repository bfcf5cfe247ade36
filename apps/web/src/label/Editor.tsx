'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { startUnderWay, useMe, useStartAsGuest } from '@/identity/session.ts'
import { EditorSkeleton } from './EditorSkeleton.tsx'
import { Labeling } from './Labeling.tsx'
import { StartPanel } from './StartPanel.tsx'

/** Gets what labeling needs (a campaign, a person) and then gets out of the way. */
export function Editor({ poolId, campaignId }: { poolId: string; campaignId: string }) {
  const trpc = useTRPC()
  const campaign = useQuery(trpc.campaign.get.queryOptions({ poolId, campaignId }))
  const me = useMe()
  const startAsGuest = useStartAsGuest()
  const start = useMutation({ mutationFn: startAsGuest, meta: { quiet: true } })
  const join = start.mutate
  useEffect(() => {
    // The tap that led here has begun to sign in: wait for that one instead of asking for another tap.
    if (startUnderWay()) join()
  }, [join])

  const error = campaign.error ?? me.error
  if (error) {
    const retry = () => void (campaign.error ? campaign.refetch() : me.refetch())
    return (
      <div className="page m-auto max-w-xl">
        <ProblemNotice error={error} onRetry={retry} />
      </div>
    )
  }
  const waiting = me.data === undefined || (me.data === null && startUnderWay() !== null)
  if (!campaign.data || waiting) return <EditorSkeleton />
  if (!me.data) {
    return (
      <div className="page flex min-h-0 flex-1 overflow-y-auto">
        <StartPanel
          campaign={campaign.data}
          busy={start.isPending}
          error={start.error}
          onStart={() => start.mutate()}
        />
      </div>
    )
  }
  return <Labeling key={`${me.data.id}/${campaignId}`} campaign={campaign.data} person={me.data} />
}
