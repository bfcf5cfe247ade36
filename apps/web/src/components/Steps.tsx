'use client'

import { Check, LoaderCircle, X } from 'lucide-react'
import { useState } from 'react'
import { cn } from './ui/cn.ts'

interface Step {
  key: string
  label: string
}

/** Where a sequence of wallet steps stands; `step(key)` is called as each one begins, `end` after the last. */
export function useSteps<key extends string>() {
  const [at, step] = useState<key | 'end' | null>(null)
  return { at, step }
}

interface StepsProps {
  steps: readonly Step[]
  at: string | null
  /** The current step did not work. */
  failed: boolean
  /** Nothing is running: the current step is what comes next. */
  idle?: boolean
}

/** The steps of one transaction, with what is happening now. */
export function Steps({ steps, at, failed, idle = false }: StepsProps) {
  const current = at === 'end' ? steps.length : steps.findIndex(({ key }) => key === at)
  return (
    <ol className="space-y-1" aria-live="polite">
      {steps.map(({ key, label }, i) => {
        const state = i < current ? 'done' : i > current || idle ? 'later' : failed ? 'failed' : 'now'
        return (
          <li
            key={key}
            aria-current={state === 'now' ? 'step' : undefined}
            className={cn(
              'flex min-h-9 items-center gap-3 text-[0.9375rem]',
              state === 'later' && 'text-soft',
              state === 'now' && 'font-medium',
            )}
          >
            <span
              aria-hidden
              className={cn(
                'tnum grid size-6 shrink-0 place-items-center rounded-full border text-xs [&_svg]:size-3.5',
                state === 'done' && 'border-transparent bg-good-wash text-good',
                state === 'failed' && 'border-transparent bg-bad-wash text-bad',
                state === 'now' && 'border-accent text-accent',
                state === 'later' && 'border-line-strong',
              )}
            >
              {state === 'done' && <Check />}
              {state === 'failed' && <X />}
              {state === 'now' && <LoaderCircle className="animate-spin" />}
              {state === 'later' && i + 1}
            </span>
            {label}
          </li>
        )
      })}
    </ol>
  )
}
