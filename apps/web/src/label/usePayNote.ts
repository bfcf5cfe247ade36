'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, PayWindow } from '@/api/types.ts'
import { useMoney } from '@/money/Money.tsx'

/** Settlement looks once a second; a labeler needs no more. */
const LOOK_MS = 3_000

/** When the answers of this session become the labeler's, in one sentence. */
export function usePayNote(campaign: Campaign, answers: number): string {
  const t = useTranslations('editor')
  const money = useMoney()
  const trpc = useTRPC()
  const checked = campaign.windowChecks !== null
  const windows = useQuery(
    trpc.appeal.windows.queryOptions(
      { campaignId: campaign.id },
      { enabled: answers > 0, refetchInterval: LOOK_MS },
    ),
  )
  const items = windows.data?.items ?? []
  const rejected = items.find((one) => one.state === 'failed' || one.state === 'rejected')
  if (rejected) return t('rejectedNote')
  if (!checked) {
    return campaign.holdSeconds === null ? t('judgedNote') : t('heldNote', { seconds: campaign.holdSeconds })
  }
  const staked = items.reduce((sum, one) => sum + BigInt(one.staked), 0n)
  const open = items.find((one) => one.state === 'open')
  const notes = [
    ...(open ? [untilPaid(open)] : staked === 0n ? [t('windowNote')] : []),
    ...(staked > 0n ? [t('stakedNote', { amount: money(staked) })] : []),
  ]
  return notes.join(' ')

  function untilPaid(one: PayWindow): string {
    const amount = BigInt(one.pay) + BigInt(one.answersLeft) * BigInt(campaign.price)
    return one.answersLeft > 0
      ? t('untilPaid', { count: one.answersLeft, amount: money(amount) })
      : t('moreChecks', { amount: money(amount) })
  }
}
