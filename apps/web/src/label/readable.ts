import type { Question } from './editors/editor.ts'

const named = (labels: unknown, value: string): string =>
  (labels as Question['labels'] | undefined)?.find((label) => label.value === value)?.label ?? value

/**
 * An answer as a person reads it. @param words of what has no words of its own: no label at all, sides of a pair.
 * @param text that spans lie in, where it is at hand: they are then said by their words, else by their offsets.
 */
export function readable(
  { taskType, schema, labels }: Question,
  value: string,
  words: { none: string; left: string; right: string; tie: string },
  text = '',
): string {
  if (taskType === 'single') return named(labels, value)
  if (taskType === 'pairwise') return words[value as 'left' | 'right' | 'tie'] ?? value
  try {
    const read: unknown = JSON.parse(value)
    if (taskType === 'transcription') return typeof read === 'string' ? read : value
    if (!Array.isArray(read)) return value
    if (read.length === 0) return words.none
    if (taskType === 'multi') return read.map((one) => named(schema.labels, String(one))).join(', ')
    return read
      .map(
        ({ start, end, label }: { start: number; end: number; label: string }) =>
          `${text === '' ? `${start}–${end}` : text.slice(start, end)} (${named(schema.labels, label)})`,
      )
      .join(', ')
  } catch {
    return value
  }
}
