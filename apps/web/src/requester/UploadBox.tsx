'use client'

import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { problemOf } from '@/api/problem.ts'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { FileDrop } from '@/components/ui/fileDrop.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { lineOf, type UploadType, uploadType } from './readRows.ts'

export interface Upload {
  /** Null when it was pasted. */
  name: string | null
  text: string
  type: UploadType
}

interface UploadBoxProps {
  label: string
  /** An example of what is expected, in the box for pasting. */
  example: string
  upload: Upload | null
  onChange: (upload: Upload | null) => void
  busy: boolean
  error: Error | null
  submitLabel: string
  onSubmit: (upload: Upload) => void
  children?: ReactNode
}

/** A file or a pasted text, by drag, by choosing or by pasting; sent whole, refused whole. */
export function UploadBox(props: UploadBoxProps) {
  const { label, example, upload, onChange, busy, error, submitLabel, onSubmit, children } = props
  const t = useTranslations('upload')
  const take = async (file: File) => {
    const text = await file.text()
    onChange({ name: file.name, text, type: uploadType(file.name, text) })
  }
  return (
    <div className="space-y-4">
      <FileDrop
        accept=".csv,.jsonl,.ndjson,.json,text/csv,application/x-ndjson"
        label={label}
        onFile={(file) => void take(file)}
        className="flex flex-wrap items-center justify-center gap-x-4 gap-y-3 px-5 py-7 text-center"
      >
        {(id) => (
          <>
            <FileUp aria-hidden className="size-6 text-soft" />
            <p className="text-soft">
              {upload?.name ? <span className="font-medium text-ink">{upload.name}</span> : t('drop')}
            </p>
            <Button asChild size="sm" className="h-10">
              <label htmlFor={id} className="cursor-pointer">
                {t('choose')}
              </label>
            </Button>
          </>
        )}
      </FileDrop>
      {!upload?.name && (
        <Field label={t('paste')} hint={t('pasteHint')}>
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              placeholder={example}
              className="min-h-28 font-mono md:text-sm"
              value={upload?.text ?? ''}
              onChange={({ target }) =>
                onChange(
                  target.value.trim() === ''
                    ? null
                    : { name: null, text: target.value, type: uploadType(null, target.value) },
                )
              }
            />
          )}
        </Field>
      )}
      {children}
      {error && <UploadProblem error={error} text={upload?.text ?? ''} />}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" disabled={!upload} busy={busy} onClick={() => upload && onSubmit(upload)}>
          {submitLabel}
        </Button>
        {upload && (
          <Button variant="quiet" disabled={busy} onClick={() => onChange(null)}>
            {t('clear')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What is wrong, in which field, and the line itself. */
function UploadProblem({ error, text }: { error: Error; text: string }) {
  const t = useTranslations('upload')
  const { line } = problemOf(error)
  return (
    <div className="space-y-2">
      <ProblemNotice error={error} />
      {typeof line === 'number' && text && (
        <p className="flex gap-3 overflow-x-auto rounded-lg bg-sunken px-3.5 py-2.5 font-mono text-sm">
          <span className="shrink-0 text-soft">{t('line', { line })}</span>
          <code className="whitespace-pre">{lineOf(text, line)}</code>
        </p>
      )}
    </div>
  )
}
