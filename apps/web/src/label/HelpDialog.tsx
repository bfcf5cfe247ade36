'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import type { LabelName, Question } from './editors/editor.ts'
import { HELP_KEY, labelKeys, REPORT_KEY, SKIP_KEY } from './keys.ts'

interface HelpDialogProps {
  question: Question
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function HelpDialog({ question, open, onOpenChange }: HelpDialogProps) {
  const t = useTranslations('editor')
  const { taskType, schema } = question
  const labels = taskType === 'single' ? question.labels : ((schema.labels as LabelName[] | undefined) ?? [])
  const keys = labelKeys(labels)
  const answers = keys.filter((key) => key !== null)
  const described = labels.some(({ description }) => description)
  const rows = [
    answers.length > 0 && [
      answers.length > 1 ? `${answers[0]} … ${answers.at(-1)}` : answers[0],
      t('keyAnswer'),
    ],
    taskType === 'spans' && ['← →', t('keyMove')],
    taskType === 'spans' && ['⇧ ← →', t('keyStretch')],
    taskType === 'spans' && ['⌫', t('keyRemove')],
    [SKIP_KEY, t('keySkip')],
    [REPORT_KEY, t('keyReport')],
    [HELP_KEY, t('keyHelp')],
  ].filter((row) => row !== false)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('help')}>
      <div className="space-y-3 text-soft">
        <p>{t('helpPay')}</p>
        <p>{t('helpUndo')}</p>
      </div>
      {described && (
        <>
          <h3 className="font-medium">{t('labelsTitle')}</h3>
          <dl className="space-y-2">
            {labels.map(({ value, label, description }, i) => (
              <div key={value}>
                <dt className="font-medium">
                  {label} {keys[i] && <Kbd className="ml-1 align-middle">{keys[i]}</Kbd>}
                </dt>
                {description && <dd className="text-soft">{description}</dd>}
              </div>
            ))}
          </dl>
        </>
      )}
      <h3 className="font-medium">{t('keysTitle')}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {rows.map(([key, meaning]) => (
          <div key={meaning} className="contents">
            <dt>
              <kbd className="inline-flex min-h-7 min-w-7 items-center justify-center rounded-md border border-line-strong px-2 font-mono text-sm">
                {key}
              </kbd>
            </dt>
            <dd className="text-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
