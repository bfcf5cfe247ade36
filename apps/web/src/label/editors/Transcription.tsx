'use client'

import { Eraser, LoaderCircle, ScanText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { usePercent } from '@/components/usePercent.ts'
import { useTakesFocus } from '../KeyScope.tsx'
import { Payload } from '../Payload.tsx'
import type { EditorProps } from './editor.ts'
import { Layout, Send } from './Layout.tsx'
import { useEditorKeys } from './useEditorKeys.ts'
import { useSuggestion } from './useSuggestion.ts'

type Schema = { language: string; longest: number; suggest?: 'none' | 'given' | 'machine' }

/** What the picture says, as text. A machine's suggestion stands in the box to be put right; the answer then says so. */
export function Transcription(props: EditorProps<Schema>) {
  const { schema, payload, closed, initial, suggestion: given, onAnswer, onDraft } = props
  const t = useTranslations('editors')
  const takesFocus = useTakesFocus()
  const { suggestion, reading } = useSuggestion({ given, image: payload.image, schema, closed })
  const [text, setText] = useState(initial ?? given?.value ?? '')
  const touched = useRef(initial !== null || given !== null)
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // One that comes late takes nobody's words away.
    if (suggestion && !touched.current) setText(suggestion.value)
  }, [suggestion])
  const change = (value: string) => {
    touched.current = true
    setText(value)
    onDraft(value)
  }
  const ready = !closed && text.trim() !== ''
  const send = () => ready && onAnswer(text, given ? undefined : (suggestion ?? undefined))
  useEditorKeys({}, send)
  return (
    <Layout shown={<Payload payload={payload} />}>
      <Field label={t('transcribe')} hint={suggestion || reading ? undefined : t('transcribeHint')}>
        {(control) => (
          <Textarea
            {...control}
            ref={box}
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
            onChange={({ target }) => change(target.value)}
          />
        )}
      </Field>
      {(suggestion || reading) && (
        <div className="flex min-h-9 items-center gap-2.5 text-[0.9375rem] text-soft">
          {suggestion ? (
            <>
              <ScanText aria-hidden className="size-5 shrink-0" />
              <Said
                confidencePpm={suggestion.confidencePpm}
                changed={text.trim() !== suggestion.value.trim()}
              />
              <Button
                variant="quiet"
                size="sm"
                className="ml-auto"
                disabled={closed}
                onClick={() => {
                  change(text === '' ? suggestion.value : '')
                  box.current?.focus()
                }}
              >
                {text !== '' && <Eraser aria-hidden />}
                {text === '' ? t('suggestAgain') : t('empty')}
              </Button>
            </>
          ) : (
            <>
              <LoaderCircle aria-hidden className="size-5 shrink-0 animate-spin" />
              <p role="status">{t('reading')}</p>
            </>
          )}
        </div>
      )}
      <Send disabled={!ready} onSend={send} keys="Ctrl ⏎" />
    </Layout>
  )
}

/** Whose words stand in the box, and that they are to be doubted. */
function Said({ confidencePpm, changed }: { confidencePpm: number | null; changed: boolean }) {
  const t = useTranslations('editors')
  const percent = usePercent()
  if (changed) return <p className="min-w-0">{t('suggestionChanged')}</p>
  return (
    <p className="min-w-0">
      {confidencePpm === null ? t('suggested') : t('suggestedSure', { share: percent(confidencePpm) })}
    </p>
  )
}
