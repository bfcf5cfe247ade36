'use client'

import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn.ts'
import { Kbd } from '@/components/ui/kbd.tsx'
import { toneOf } from './colors.ts'
import type { LabelName } from './editors/editor.ts'
import { labelKeys } from './keys.ts'

interface AnswerGridProps {
  labels: readonly LabelName[]
  disabled: boolean
  /** The value on its way: shown as chosen until the next task is there. */
  chosen: string | null
  /** The right value, where it is told. */
  right?: string | null
  onAnswer: (label: LabelName) => void
}

/** Short labels stand in a dense grid of big squares, long ones in one or two columns. */
function columns(labels: AnswerGridProps['labels']): string {
  const longest = Math.max(...labels.map(({ label }) => label.length))
  if (longest <= 3 && labels.length > 6) return 'grid-cols-5'
  if (longest <= 8 && labels.length > 4) return 'grid-cols-3'
  if (longest <= 24) return 'grid-cols-2'
  return 'grid-cols-1 sm:grid-cols-2'
}

export function AnswerGrid({ labels, disabled, chosen, right = null, onAnswer }: AnswerGridProps) {
  const t = useTranslations('editor')
  const keys = labelKeys(labels)
  const short = labels.every(({ label }) => label.length <= 3)
  return (
    <fieldset className={cn('grid gap-2', columns(labels))}>
      <legend className="sr-only">{t('answers')}</legend>
      {labels.map((label, i) => (
        <button
          key={label.value}
          type="button"
          aria-label={t('answer', { label: label.label })}
          aria-pressed={chosen === label.value}
          aria-keyshortcuts={keys[i] ?? undefined}
          title={label.description}
          aria-disabled={disabled || undefined}
          onClick={() => !disabled && onAnswer(label)}
          className={cn(
            'relative flex touch-manipulation select-none items-center justify-center gap-2 rounded-xl border border-line-strong bg-surface px-3 py-2 text-center font-semibold leading-tight transition-colors duration-75 hover:border-accent hover:bg-accent-wash active:bg-accent active:text-on-accent',
            short ? 'min-h-18 text-2xl md:min-h-16' : 'min-h-14 text-base',
            label.color && cn('border-b-4 border-b-(--tone)', toneOf(label, i)),
            chosen === label.value && 'border-accent bg-accent text-on-accent hover:bg-accent',
            disabled && chosen !== label.value && 'cursor-default opacity-55',
            right === label.value && 'border-good bg-good-wash text-good opacity-100 hover:bg-good-wash',
          )}
        >
          <span className="tnum break-words">{label.label}</span>
          {keys[i] && keys[i] !== label.label && <Kbd className="absolute top-1.5 right-1.5">{keys[i]}</Kbd>}
        </button>
      ))}
    </fieldset>
  )
}
