'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { useTakesFocus } from '../KeyScope.tsx'
import { Payload } from '../Payload.tsx'
import type { EditorProps } from './editor.ts'
import { Layout, Send } from './Layout.tsx'

type Schema = { least: number | null; most: number | null; unit: string; decimals: number }

/** A number to type; Enter sends it. */
export function Numeric({ schema, payload, closed, initial, onAnswer, onDraft }: EditorProps<Schema>) {
  const t = useTranslations('editors')
  const takesFocus = useTakesFocus()
  const { least, most, unit, decimals } = schema
  const [text, setText] = useState(initial ?? '')
  const plain = text.trim().replace(',', '.')
  const value = /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
  const digits = plain.split('.')[1]?.length ?? 0
  const fits =
    value !== null &&
    (least === null || value >= least) &&
    (most === null || value <= most) &&
    digits <= decimals
  const range = t('range', { least: least ?? '−∞', most: most ?? '∞', decimals })
  const send = () => fits && !closed && onAnswer(String(value))
  return (
    <Layout shown={<Payload payload={payload} />}>
      <div className="space-y-2">
        <Field
          label={unit ? t('numberIn', { unit }) : t('number')}
          hint={range}
          error={plain !== '' && !fits ? t('notInRange') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus={takesFocus}
              inputMode={decimals > 0 ? 'decimal' : 'numeric'}
              autoComplete="off"
              className="tnum h-14 text-center text-2xl md:text-2xl"
              enterKeyHint="send"
              disabled={closed}
              value={text}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                send()
              }}
              onChange={({ target }) => {
                setText(target.value)
                onDraft(target.value)
              }}
            />
          )}
        </Field>
        <Send disabled={!fits || closed} onSend={send} />
      </div>
    </Layout>
  )
}
