'use client'

import { ArrowDown, ArrowUp, type LucideIcon, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { COLORS, toneOf } from '@/label/colors.ts'
import { asColor, type LabelInput } from './labelInput.ts'
import type { QuestionFault } from './questionFaults.ts'

interface LabelRowProps {
  label: LabelInput
  index: number
  /** The key it has, its own or by position. */
  shortcut: string | null
  /** Whether it has a color without being given one. */
  colored: boolean
  fault: (field: 'label' | 'value' | 'shortcut') => QuestionFault | undefined
  onChange: (label: LabelInput) => void
  onUp: (() => void) | null
  onDown: (() => void) | null
  onRemove: (() => void) | null
}

/** One label: its text and when to choose it; value, key and color behind a button. */
export function LabelRow(props: LabelRowProps) {
  const { label, index, shortcut, colored, fault, onChange, onUp, onDown, onRemove } = props
  const t = useTranslations('questionForm')
  const [open, setOpen] = useState(false)
  const number = index + 1
  const faults = { label: fault('label'), value: fault('value'), shortcut: fault('shortcut') }
  const shown = open || faults.value !== undefined || faults.shortcut !== undefined
  const set = (change: Partial<LabelInput>) => onChange({ ...label, ...change })
  const icon = (Icon: LucideIcon, name: 'settings' | 'up' | 'down' | 'remove', act: (() => void) | null) => (
    <Button
      variant="quiet"
      size="icon"
      className="size-9"
      aria-label={t(name, { number })}
      {...(name === 'settings' ? { 'aria-expanded': shown } : {})}
      disabled={act === null}
      onClick={() => act?.()}
    >
      <Icon aria-hidden />
    </Button>
  )
  return (
    <li className={cn('rounded-xl', shown && 'bg-sunken/60 p-2.5')}>
      <div className="grid grid-cols-[2.25rem_1fr] items-center gap-x-2 gap-y-1.5 sm:grid-cols-[2.25rem_2fr_3fr_auto]">
        <span
          title={shortcut ? t('key', { key: shortcut }) : t('noKey')}
          className={cn(
            'tnum grid h-9 place-items-center rounded-lg border-b-4 font-mono text-sm',
            label.color || colored
              ? cn('tone-wash', toneOf(label, index))
              : 'border-transparent bg-sunken text-soft',
          )}
        >
          {shortcut ?? '–'}
        </span>
        <Input
          aria-label={t('labelAt', { number })}
          aria-invalid={faults.label ? true : undefined}
          placeholder={t('labelPlaceholder')}
          maxLength={200}
          value={label.label}
          onChange={({ target }) => set({ label: target.value })}
        />
        <Input
          aria-label={t('descriptionAt', { number })}
          placeholder={t('descriptionPlaceholder')}
          maxLength={300}
          className="max-sm:col-start-2 md:text-sm"
          value={label.description}
          onChange={({ target }) => set({ description: target.value })}
        />
        <span className="flex max-sm:col-start-2 max-sm:-mt-1 max-sm:justify-end">
          {icon(SlidersHorizontal, 'settings', () => setOpen(!open))}
          {icon(ArrowUp, 'up', onUp)}
          {icon(ArrowDown, 'down', onDown)}
          {icon(Trash2, 'remove', onRemove)}
        </span>
      </div>
      {faults.label && (
        <p role="alert" className="mt-1 ml-11 text-bad text-sm">
          {t(`fault_${faults.label}`)}
        </p>
      )}
      {shown && (
        <div className="mt-3 grid gap-4 sm:grid-cols-[1fr_6rem_auto]">
          <Field label={t('value')} hint={t('value_hint')} error={faults.value && t(`fault_${faults.value}`)}>
            {(control) => (
              <Input
                {...control}
                placeholder={label.label.trim()}
                maxLength={200}
                className="font-mono md:text-sm"
                value={label.value}
                onChange={({ target }) => set({ value: target.value })}
              />
            )}
          </Field>
          <Field label={t('shortcut')} error={faults.shortcut && t(`fault_${faults.shortcut}`)}>
            {(control) => (
              <Input
                {...control}
                maxLength={1}
                autoCapitalize="off"
                autoComplete="off"
                placeholder={shortcut ?? ''}
                className="font-mono"
                value={label.shortcut}
                onChange={({ target }) => set({ shortcut: target.value.trim().toLowerCase() })}
              />
            )}
          </Field>
          <Swatches number={number} label={label} onChange={(color) => set({ color: asColor(color) })} />
        </div>
      )}
    </li>
  )
}

function Swatches(props: { number: number; label: LabelInput; onChange: (color: string) => void }) {
  const { number, label, onChange } = props
  const t = useTranslations('questionForm')
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-[0.9375rem]">{t('color')}</legend>
      <div className="flex min-h-11 flex-wrap items-center gap-1.5">
        {(['', ...COLORS] as const).map((color) => (
          <label
            key={color}
            title={t(`color_${color || 'none'}`)}
            className="grid size-8 cursor-pointer place-items-center rounded-full border-2 border-transparent has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={`color-${label.key}`}
              aria-label={t('colorAt', { number, color: t(`color_${color || 'none'}`) })}
              className="sr-only"
              checked={label.color === color}
              onChange={() => onChange(color)}
            />
            <span
              className={cn(
                'size-5 rounded-full',
                color === ''
                  ? 'border-2 border-line-strong border-dashed'
                  : cn('tone-dot', toneOf({ color }, 0)),
              )}
            />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
