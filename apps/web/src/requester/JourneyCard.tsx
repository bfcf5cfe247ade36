'use client'

import { Check, PartyPopper } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card.tsx'
import { cn } from '@/components/ui/cn.ts'
import { doneSteps, type JourneyStep, journeySteps, nextStep } from './journey.ts'
import type { Journey } from './useJourney.ts'
import { useJourneyWords } from './useJourneyWords.ts'

interface JourneyCardProps {
  journey: Journey
  /** The button or link that does the step. */
  action: (step: JourneyStep) => ReactNode
}

/** Where the pool stands, and the one thing to do next. */
export function JourneyCard({ journey, action }: JourneyCardProps) {
  const t = useTranslations('journey')
  const words = useJourneyWords(journey.campaign)
  const done = doneSteps(journey)
  const next = nextStep(journey)
  // The items of a list campaign are not all: somebody has to be listed for them.
  const listing =
    next === 'items' && journey.campaign?.assignment === 'list' && (journey.progress?.tasks ?? 0) > 0
  const paused = next === 'watch' && journey.campaign?.status === 'paused'
  const what = listing ? 'list' : paused ? 'paused' : (next ?? 'nothing')
  return (
    <Card aria-label={t('title')} className="overflow-hidden">
      <div aria-live="polite" className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 p-5">
        <div className="min-w-0 flex-[1_1_20rem]">
          <p className="text-soft text-sm">
            {next
              ? t('next', { step: journeySteps.indexOf(next) + 1, total: journeySteps.length })
              : t('all')}
          </p>
          <h2 className="mt-0.5 flex items-center gap-2 font-semibold text-xl">
            {!next && <PartyPopper aria-hidden className="size-5 text-good" />}
            {words(`do_${what}`)}
          </h2>
          <p className="mt-1 max-w-prose text-soft">{words(`why_${what}`)}</p>
        </div>
        {next && (
          <div className="w-full empty:hidden sm:w-auto [&>*]:w-full sm:[&>*]:w-auto">{action(next)}</div>
        )}
      </div>
      <ol className="relative flex gap-1.5 overflow-x-auto border-line border-t bg-sunken/60 px-5 py-3 [scrollbar-width:thin]">
        {journeySteps.map((step, i) => (
          <li
            key={step}
            aria-current={step === next ? 'step' : undefined}
            className={cn(
              'flex shrink-0 items-center gap-1.5 rounded-full py-1 pr-3 pl-1.5 text-sm',
              step === next
                ? 'bg-accent-wash font-medium text-accent'
                : done[step]
                  ? 'text-ink'
                  : 'text-soft',
            )}
          >
            <span
              aria-hidden
              className={cn(
                'tnum grid size-5 place-items-center rounded-full text-xs',
                done[step] ? 'bg-good-wash text-good' : 'border border-current/40',
              )}
            >
              {done[step] ? <Check className="size-3.5" /> : i + 1}
            </span>
            {words(step)}
            {done[step] && <span className="sr-only">{t('done')}</span>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
