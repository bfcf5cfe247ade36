'use client'

import { useTranslations } from 'next-intl'
import { Payload } from '../Payload.tsx'
import type { EditorProps } from './editor.ts'
import { Layout, Option } from './Layout.tsx'
import { useEditorKeys } from './useEditorKeys.ts'

type Schema = { least: number; most: number; leastMeans: string; mostMeans: string }

/** One tap, or one digit, is the answer. */
export function Rating({ schema, payload, closed, initial, onAnswer }: EditorProps<Schema>) {
  const t = useTranslations('editors')
  const { least, most, leastMeans, mostMeans } = schema
  const steps = Array.from({ length: most - least + 1 }, (_, i) => String(least + i))
  const keyOf = (step: string) => (/^\d$/.test(step) ? step : step === '10' && least > 0 ? '0' : null)
  const answer = (step: string) => !closed && onAnswer(step)
  useEditorKeys(
    Object.fromEntries(steps.flatMap((step) => (keyOf(step) ? [[keyOf(step), () => answer(step)]] : []))),
    () => undefined,
  )
  return (
    <Layout shown={<Payload payload={payload} />}>
      <fieldset>
        <legend className="sr-only">{t('rate', { least, most })}</legend>
        <div className="grid auto-cols-fr grid-flow-col gap-1.5 max-sm:grid-flow-row max-sm:grid-cols-5">
          {steps.map((step) => (
            <Option
              key={step}
              label={step}
              shortcut={keyOf(step)}
              pressed={initial === step}
              disabled={closed}
              className="tnum min-h-16 px-1 text-xl"
              onPress={() => answer(step)}
            />
          ))}
        </div>
        <p className="flex justify-between gap-4 pt-1.5 text-soft text-sm">
          <span>{leastMeans && `${least} – ${leastMeans}`}</span>
          <span className="text-right">{mostMeans && `${most} – ${mostMeans}`}</span>
        </p>
      </fieldset>
    </Layout>
  )
}
