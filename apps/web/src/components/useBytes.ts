import { useFormatter } from 'next-intl'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Bytes in decimal units (SI), as downloads are counted. */
export function useBytes(): (bytes: number) => string {
  const format = useFormatter()
  return (bytes) => {
    const at = Math.min(units.length - 1, bytes < 1_000 ? 0 : Math.floor(Math.log10(bytes) / 3))
    const value = bytes / 1_000 ** at
    return format.number(value, {
      style: 'unit',
      unit: units[at] ?? 'byte',
      unitDisplay: 'short',
      maximumFractionDigits: value < 10 && at > 0 ? 1 : 0,
    })
  }
}
