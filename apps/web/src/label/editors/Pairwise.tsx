'use client'

import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn.ts'
import { Kbd } from '@/components/ui/kbd.tsx'
import { isImage, Payload } from '../Payload.tsx'
import type { EditorProps } from './editor.ts'
import { Layout, Option } from './Layout.tsx'
import { useEditorKeys } from './useEditorKeys.ts'

type Schema = { criterion: string; ties: boolean }

/** Two things beside each other (on a phone below each other); a tap on the better one is the answer. */
export function Pairwise({ schema, payload, closed, initial, onAnswer }: EditorProps<Schema>) {
  const t = useTranslations('editors')
  const { left, right, leftId: _, rightId: __, ...rest } = payload
  const answer = (side: string) => !closed && onAnswer(side)
  const [choose, chooseRight, tie] = [
    () => answer('left'),
    () => answer('right'),
    () => schema.ties && answer('tie'),
  ]
  useEditorKeys(
    { '1': choose, '2': chooseRight, ArrowLeft: choose, ArrowRight: chooseRight, '0': tie },
    () => undefined,
  )
  const side = (name: 'left' | 'right', value: unknown, shortcut: string) => (
    <button
      type="button"
      aria-label={t(`choose_${name}`)}
      aria-pressed={initial === name}
      aria-keyshortcuts={shortcut}
      disabled={closed}
      onClick={() => answer(name)}
      className={cn(
        'relative min-h-40 flex-1 touch-manipulation overflow-hidden rounded-card border-2 border-line-strong bg-surface p-5 text-left transition-colors hover:border-accent hover:bg-accent-wash disabled:opacity-60',
        initial === name && 'border-accent bg-accent-wash disabled:opacity-100',
      )}
    >
      <Kbd className="absolute top-2 right-2">{shortcut}</Kbd>
      {isImage(value) ? (
        // biome-ignore lint/performance/noImgElement: a data URL, which an optimizer has nothing to do with
        <img
          src={value}
          alt={t(`side_${name}`)}
          draggable={false}
          className="mx-auto max-h-72 object-contain"
        />
      ) : (
        <span className="whitespace-pre-wrap break-words text-lg leading-relaxed">{String(value)}</span>
      )}
    </button>
  )
  return (
    <Layout
      shown={
        <div className="flex min-h-full flex-col justify-center gap-4">
          {Object.keys(rest).length > 0 && <Payload payload={rest} />}
          {schema.criterion && <p className="text-center font-medium text-lg">{schema.criterion}</p>}
          <div className="mx-auto flex w-full max-w-4xl flex-col gap-3 sm:flex-row">
            {side('left', left, '1')}
            {side('right', right, '2')}
          </div>
        </div>
      }
    >
      {schema.ties && (
        <Option
          label={t('tie')}
          shortcut="0"
          pressed={initial === 'tie'}
          disabled={closed}
          className="w-full"
          onPress={tie}
        />
      )}
    </Layout>
  )
}
