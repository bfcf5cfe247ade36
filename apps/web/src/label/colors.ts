/** Colors a label can have (`packages/tasktype`), each with a tone in `globals.css`. */
export const COLORS = ['green', 'blue', 'amber', 'red', 'violet', 'teal', 'pink', 'gray'] as const
export type Color = (typeof COLORS)[number]

const TONES: Record<Color, string> = {
  green: 'tone-green',
  blue: 'tone-blue',
  amber: 'tone-amber',
  red: 'tone-red',
  violet: 'tone-violet',
  teal: 'tone-teal',
  pink: 'tone-pink',
  gray: 'tone-gray',
}

/** The class that sets `--tone` for a label: its own color, else one by its place. */
export function toneOf(label: { color?: string | undefined } | undefined, index: number): string {
  const own = COLORS.find((one) => one === label?.color)
  return TONES[own ?? COLORS[Math.max(0, index) % COLORS.length]!]
}
