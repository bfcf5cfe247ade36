'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { cn } from '@/components/ui/cn.ts'
import { Kbd } from '@/components/ui/kbd.tsx'
import { toneOf } from '../colors.ts'
import { labelKeys } from '../keys.ts'
import { type EditorProps, fromDraft, isMarks, type LabelName } from './editor.ts'
import { Layout, Option, Send } from './Layout.tsx'
import { type Mark, piecesOf, stretch, textOf, tokensOf } from './marks.ts'
import { useEditorKeys } from './useEditorKeys.ts'

/**
 * Words are buttons: a tap takes one, a second tap stretches to it, a label marks it. Our own, so that a thumb and
 * a keyboard mark whole words without a text selection.
 */
export function Spans({
  schema,
  payload,
  closed,
  initial,
  onAnswer,
  onDraft,
}: EditorProps<{ labels: LabelName[] }>) {
  const t = useTranslations('editors')
  const text = textOf(payload)
  const tokens = useMemo(() => tokensOf(text), [text])
  const [marks, setMarks] = useState<Mark[]>(() => fromDraft(initial, isMarks, []))
  const [taken, setTaken] = useState<{ from: number; to: number } | null>(null)
  const { labels } = schema
  const keys = labelKeys(labels)
  const change = (next: Mark[]) => {
    setMarks(next)
    onDraft(JSON.stringify(next))
  }
  const remove = (mark: Mark) => !closed && change(marks.filter((one) => one.start !== mark.start))
  const give = (label: string) => {
    if (closed || !taken) return
    const { start, end } = stretch(tokens, taken)
    const others = marks.filter((one) => one.end <= start || one.start >= end)
    change([...others, { start, end, label }].sort((a, b) => a.start - b.start))
    setTaken(null)
  }
  const letGo = () => setTaken(null)
  /** The next free word that way; with Shift the stretch grows, or shrinks, at its end. */
  const move = (step: 1 | -1, extend: boolean) => {
    if (closed) return
    if (taken && extend) {
      const to = Math.min(tokens.length - 1, taken.to + step)
      if (to >= taken.from) setTaken({ from: taken.from, to })
      return
    }
    const free = (at: number) =>
      !marks.some((one) => one.start < tokens[at]!.end && tokens[at]!.start < one.end)
    const last = marks.at(-1)?.end ?? 0
    let at = taken
      ? (step > 0 ? taken.to : taken.from) + step
      : tokens.findIndex(({ start }) => start >= last)
    while (tokens[at] && !free(at)) at += step
    if (tokens[at]) setTaken({ from: at, to: at })
  }
  const stepBy =
    (step: 1 | -1) =>
    ({ shiftKey }: KeyboardEvent) =>
      move(step, shiftKey)
  const takeOff = () => {
    const last = marks.at(-1)
    if (taken) letGo()
    else if (last) remove(last)
  }
  const send = () => !closed && onAnswer(JSON.stringify(marks))
  useEditorKeys(
    {
      ...Object.fromEntries(
        labels.flatMap(({ value }, i) => (keys[i] ? [[keys[i], () => give(value)]] : [])),
      ),
      Escape: letGo,
      ArrowRight: stepBy(1),
      ArrowLeft: stepBy(-1),
      Backspace: takeOff,
    },
    send,
  )
  const indexOf = (label: string) => labels.findIndex((one) => one.value === label)
  const tone = (label: string) => cn('tone-wash', toneOf(labels[indexOf(label)], indexOf(label)))
  const nameOf = (label: string) => labels[indexOf(label)]?.label ?? label
  const press = (index: number, extend: boolean) => {
    if (closed) return
    if (!taken) setTaken({ from: index, to: index })
    else if (!extend && taken.from === index && taken.to === index) setTaken(null)
    else setTaken({ from: Math.min(taken.from, index), to: Math.max(taken.to, index) })
  }
  return (
    <Layout
      shown={
        <div className="flex min-h-full">
          <p
            dir="auto"
            className="m-auto max-w-prose select-none whitespace-pre-wrap break-words text-xl leading-[2.4]"
          >
            {piecesOf(text, tokens, marks).map((piece) => {
              if (piece.kind === 'gap')
                return <span key={piece.start}>{text.slice(piece.start, piece.end)}</span>
              if (piece.kind === 'mark')
                return (
                  <button
                    key={piece.start}
                    type="button"
                    disabled={closed}
                    aria-label={t('removeMark', {
                      text: text.slice(piece.start, piece.end),
                      label: nameOf(piece.mark.label),
                    })}
                    onClick={() => remove(piece.mark)}
                    className={cn(
                      'inline rounded-md border-b-2 px-1 py-0.5 text-left',
                      tone(piece.mark.label),
                    )}
                  >
                    {text.slice(piece.start, piece.end)}
                    <span className="ml-1.5 align-middle font-medium text-sm">
                      {nameOf(piece.mark.label)} <X aria-hidden className="inline size-3.5" />
                    </span>
                  </button>
                )
              const on = taken !== null && piece.index >= taken.from && piece.index <= taken.to
              return (
                <button
                  key={piece.start}
                  type="button"
                  disabled={closed}
                  aria-pressed={on}
                  onClick={(event) => press(piece.index, event.shiftKey)}
                  className={cn(
                    'inline rounded-sm py-0.5 hover:bg-sunken disabled:opacity-100',
                    on && 'bg-accent text-on-accent hover:bg-accent',
                  )}
                >
                  {text.slice(piece.start, piece.end)}
                </button>
              )
            })}
          </p>
        </div>
      }
    >
      <fieldset className="flex min-w-0 flex-wrap gap-2">
        <legend className="pb-1.5 text-soft text-sm">
          {taken ? t('markHow') : t('markFirst', { count: marks.length })}
          {taken && <Kbd className="ml-1.5">Esc</Kbd>}
        </legend>
        {labels.map(({ value, label }, i) => (
          <Option
            key={value}
            label={label}
            shortcut={keys[i] ?? null}
            pressed={false}
            disabled={closed || !taken}
            className={cn('grow border-b-4 border-b-(--tone) px-5', toneOf(labels[i], i))}
            onPress={() => give(value)}
          />
        ))}
      </fieldset>
      <Send disabled={closed || taken !== null} onSend={send} />
    </Layout>
  )
}
