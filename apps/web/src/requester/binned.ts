import type { Bar } from '@/plots/Plot.tsx'

const MOST_BARS = 20

/** Numbers with how often each is there, as columns over an even axis. @param scale its steps, where it has some. */
export function binned(
  counts: Readonly<Record<string, number>>,
  scale: { least: number; most: number } | null,
): { bars: Bar[]; ends: [first: string, last: string] } {
  const values = Object.keys(counts).map(Number)
  const least = scale?.least ?? values.reduce((low, one) => Math.min(low, one), Number.POSITIVE_INFINITY)
  const most = scale?.most ?? values.reduce((high, one) => Math.max(high, one), Number.NEGATIVE_INFINITY)
  if (least > most) return { bars: [], ends: ['', ''] }
  const whole = values.every(Number.isInteger) && most - least < MOST_BARS
  const width =
    scale || whole ? Math.max(1, Math.ceil((most - least + 1) / MOST_BARS)) : (most - least) / MOST_BARS
  const bins = Math.max(1, scale || whole ? Math.ceil((most - least + 1) / width) : MOST_BARS)
  const sums = new Array<number>(bins).fill(0)
  for (const [value, count] of Object.entries(counts)) {
    const bin = width === 0 ? 0 : Math.floor((Number(value) - least) / width)
    sums[Math.min(bins - 1, Math.max(0, bin))]! += count
  }
  const short = (value: number) => String(Number(value.toPrecision(6)))
  const name = (i: number) => {
    const from = least + i * width
    return (scale || whole) && width === 1 ? short(from) : `${short(from)} – ${short(from + width)}`
  }
  return { bars: sums.map((value, i) => ({ label: name(i), value })), ends: [short(least), short(most)] }
}
