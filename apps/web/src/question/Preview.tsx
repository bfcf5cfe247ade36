'use client'

import { RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { EditorBox } from '@/label/EditorBox.tsx'
import type { Question } from '@/label/editors/editor.ts'
import { useReadable } from '@/label/useReadable.ts'
import { sampleItem } from './samples.ts'
import { useSamples } from './useSamples.ts'

/** The question as a labeler will have it: the editor itself, with a made-up item, to be tried. Nothing is kept. */
export function Preview({ question }: { question: Question }) {
  const t = useTranslations('questionForm')
  const samples = useSamples()
  const [turn, setTurn] = useState(0)
  const [answer, setAnswer] = useState<string | null>(null)
  const shown = useStandIns(question)
  const payload = samples ? sampleItem(shown, samples, turn).payload : {}
  const name = useReadable(shown, payload)
  const again = () => {
    setAnswer(null)
    setTurn(turn + 1)
  }
  return (
    <section aria-label={t('preview')} className="space-y-3">
      <div>
        <h2 className="font-medium text-[0.9375rem]">{t('preview')}</h2>
        <p className="text-soft text-sm">{t('previewText')}</p>
      </div>
      {samples ? (
        <EditorBox
          // Another question or item is another task: nothing is left of what was answered.
          key={`${turn} ${JSON.stringify(shown)}`}
          label={t('preview')}
          payload={payload}
          question={shown}
          answer={answer}
          onAnswer={setAnswer}
        />
      ) : (
        <Skeleton className="h-[25rem] rounded-card" />
      )}
      <p
        role="status"
        className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm"
      >
        {answer === null ? (
          <span className="text-soft">{t('tryIt')}</span>
        ) : (
          <>
            <span className="min-w-0 break-words">
              {t('answered', { answer: name(answer) })}{' '}
              <code className="break-all font-mono text-soft">{answer}</code>
            </span>
            <Button size="sm" onClick={again}>
              <RotateCcw aria-hidden />
              {t('again')}
            </Button>
          </>
        )}
      </p>
    </section>
  )
}

/** Labels that have no text yet get one, so that they can be seen. */
function useStandIns(question: Question): Question {
  const t = useTranslations('questionForm')
  const named = (labels: Question['labels']) =>
    labels.map((one, i) =>
      one.label ? one : { ...one, label: t('labelNumber', { number: i + 1 }), value: `#${i}` },
    )
  const { labels } = question.schema as { labels?: Question['labels'] }
  return {
    ...question,
    labels: named(question.labels),
    schema: labels ? { ...question.schema, labels: named(labels) } : question.schema,
  }
}
