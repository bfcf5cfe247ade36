'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cn } from '@/components/ui/cn.ts'
import { toneOf } from '../colors.ts'
import { labelKeys } from '../keys.ts'
import { Payload } from '../Payload.tsx'
import { type EditorProps, fromDraft, type LabelName } from './editor.ts'
import { Layout, Option, Send } from './Layout.tsx'
import { useEditorKeys } from './useEditorKeys.ts'

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

type Schema = { labels: LabelName[]; least: number; most: number | null }

/** Any number of labels; none is an answer too, where the campaign allows it. */
export function Multi({ schema, payload, closed, initial, onAnswer, onDraft }: EditorProps<Schema>) {
  const t = useTranslations('editors')
  const [chosen, setChosen] = useState(() => fromDraft(initial, isList, []))
  const { labels, least, most } = schema
  const keys = labelKeys(labels)
  const ready = !closed && chosen.length >= least && (most === null || chosen.length <= most)
  const toggle = (value: string) => {
    if (closed) return
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
    setChosen(next)
    onDraft(JSON.stringify(next))
  }
  const send = () => ready && onAnswer(JSON.stringify(chosen))
  useEditorKeys(
    Object.fromEntries(labels.flatMap(({ value }, i) => (keys[i] ? [[keys[i], () => toggle(value)]] : []))),
    send,
  )
  return (
    <Layout shown={<Payload payload={payload} />}>
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="pb-1.5 text-soft text-sm">
          {chosen.length === 0 && least === 0 ? t('chooseOrNone') : t('chosen', { count: chosen.length })}
        </legend>
        {labels.map(({ value, label, description, color }, i) => (
          <Option
            key={value}
            label={label}
            shortcut={keys[i] ?? null}
            pressed={chosen.includes(value)}
            disabled={closed}
            description={description}
            className={color && cn('border-b-4 border-b-(--tone)', toneOf({ color }, i))}
            onPress={() => toggle(value)}
          />
        ))}
      </fieldset>
      <Send disabled={!ready} onSend={send} />
    </Layout>
  )
}
