'use client'

import { useMutation } from '@tanstack/react-query'
import { ArrowRight, CircleCheck, Info } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, PracticeItem } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { TaskFrame } from './TaskFrame.tsx'
import { useReadable } from './useReadable.ts'

interface PracticeProps {
  campaign: Campaign
  items: readonly PracticeItem[]
  onDone: () => void
}

/** A few tasks that say at once whether the answer was right. They come before consent and are not stored. */
export function Practice({ campaign, items, onDone }: PracticeProps) {
  const [at, setAt] = useState(0)
  const item = items[at]
  if (!item) return null
  return (
    <PracticeTask
      key={item.taskId}
      campaign={campaign}
      item={item}
      step={at + 1}
      total={items.length}
      onNext={() => (at + 1 < items.length ? setAt(at + 1) : onDone())}
      onDone={onDone}
    />
  )
}

interface PracticeTaskProps {
  campaign: Campaign
  item: PracticeItem
  step: number
  total: number
  onNext: () => void
  onDone: () => void
}

function PracticeTask({ campaign, item, step, total, onNext, onDone }: PracticeTaskProps) {
  const t = useTranslations('editor')
  const trpc = useTRPC()
  const check = useMutation(trpc.labeling.checkPractice.mutationOptions())
  const verdict = check.data ?? null
  const chosen = check.isPending || verdict ? String(check.variables?.value ?? '') : null
  const name = useReadable(campaign, item.payload)
  const forward = () => verdict && onNext()
  return (
    <TaskFrame
      payload={item.payload}
      suggestion={item.suggestion}
      question={campaign}
      chosen={chosen}
      right={verdict?.answer ?? null}
      onAnswer={({ value }) =>
        check.mutate({ poolId: campaign.poolId, campaignId: campaign.id, taskId: item.taskId, value })
      }
      keys={{ Enter: forward, ' ': forward, ArrowRight: forward }}
      notice={
        <p className="flex flex-col items-center justify-center gap-x-2 pb-1 text-center text-[0.9375rem] text-soft sm:flex-row">
          <span className="font-medium text-ink">{t('practiceTitle', { step, total })}</span>
          {t('practiceText')}
        </p>
      }
      tools={
        <div className="flex min-h-12 items-center justify-between gap-3">
          <p role="status" className="flex items-center gap-2 pl-1 font-medium">
            {verdict?.correct && <CircleCheck aria-hidden className="size-5 text-good" />}
            {verdict && !verdict.correct && <Info aria-hidden className="size-5 text-warn" />}
            {verdict &&
              (verdict.correct
                ? t('practiceRight', { label: name(verdict.answer) })
                : t('practiceWrong', { label: name(verdict.answer) }))}
          </p>
          {verdict ? (
            <Button variant="primary" onClick={onNext}>
              {t('practiceNext')}
              <ArrowRight aria-hidden />
            </Button>
          ) : (
            <Button variant="quiet" onClick={onDone}>
              {t('practiceSkip')}
            </Button>
          )}
        </div>
      }
    />
  )
}
