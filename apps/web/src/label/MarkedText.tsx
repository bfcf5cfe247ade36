import { cn } from '@/components/ui/cn.ts'
import { toneOf } from './colors.ts'
import type { LabelName } from './editors/editor.ts'
import { type Mark, piecesOf } from './editors/marks.ts'

interface MarkedTextProps {
  text: string
  marks: readonly Mark[]
  labels: readonly LabelName[]
  className?: string
}

/** A text with its marked stretches, each named by its label. To read, not to change. */
export function MarkedText({ text, marks, labels, className }: MarkedTextProps) {
  return (
    <p dir="auto" className={cn('whitespace-pre-wrap break-words leading-[2]', className)}>
      {piecesOf(text, [], marks).map((piece) => {
        const shown = text.slice(piece.start, piece.end)
        if (piece.kind !== 'mark') return shown
        const index = labels.findIndex(({ value }) => value === piece.mark.label)
        return (
          <mark
            key={piece.start}
            className={cn(
              'tone-wash rounded-md border-b-2 px-1 py-0.5 text-ink',
              toneOf(labels[index], index),
            )}
          >
            {shown}
            <span className="ml-1.5 align-middle font-medium text-xs">
              {labels[index]?.label ?? piece.mark.label}
            </span>
          </mark>
        )
      })}
    </p>
  )
}
