import { encode, krippendorffAlpha } from '@rowright/aggregate'
import type { Said } from './taskType.ts'

/** Krippendorff's alpha where answers are the same or not. */
export function nominalAlpha(said: readonly Said<string>[]): number | null {
  const encoded = encode(said.map(({ task, labeler, value }) => ({ task, labeler, label: value })))
  return krippendorffAlpha(encoded.annotations, { distance: 'nominal' })
}

/** Krippendorff's alpha of numbers; `ordinal` counts what lies between two of them, `interval` subtracts. */
export function numberAlpha(said: readonly Said<number>[], distance: 'ordinal' | 'interval'): number | null {
  const values = [...new Set(said.map((one) => one.value))].sort((a, b) => a - b)
  const names = new Map(values.map((value, i) => [value, String(i)]))
  const encoded = encode(
    said.map(({ task, labeler, value }) => ({ task, labeler, label: names.get(value)! })),
    values.map((_, i) => String(i)),
  )
  return krippendorffAlpha(encoded.annotations, { distance, values })
}
