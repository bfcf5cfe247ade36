'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { useTakesFocus } from '../KeyScope.tsx'
import { Payload } from '../Payload.tsx'
import type { EditorProps } from './editor.ts'
import { Layout, Send } from './Layout.tsx'
import { useEditorKeys } from './useEditorKeys.ts'

type Schema = { language: string; longest: number }

/** What the picture says, as text. A machine's suggestion in the upload is not shown: the answer is a human's. */
export function Transcription({ schema, payload, closed, initial, onAnswer, onDraft }: EditorProps<Schema>) {
  const t = useTranslations('editors')
  const takesFocus = useTakesFocus()
  const { suggestion: _, ...shown } = payload
  const [text, setText] = useState(initial ?? '')
  const ready = !closed && text.trim() !== ''
  const send = () => ready && onAnswer(text)
  useEditorKeys({}, send)
  return (
    <Layout shown={<Payload payload={shown} />}>
      <Field label={t('transcribe')} hint={t('transcribeHint')}>
        {(control) => (
          <Textarea
            {...control}
            autoFocus={takesFocus}
            lang={schema.language}
            dir="auto"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            maxLength={schema.longest}
            className="min-h-20 text-lg md:text-lg"
            disabled={closed}
            value={text}
            onChange={({ target }) => {
              setText(target.value)
              onDraft(target.value)
            }}
          />
        )}
      </Field>
      <Send disabled={!ready} onSend={send} keys="Ctrl ⏎" />
    </Layout>
  )
}
