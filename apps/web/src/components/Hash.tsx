'use client'

import { CopyButton } from './CopyButton.tsx'

/** A hash or address: its ends, the whole of it on hover and by the copy button. */
export function Hash({ value, copyLabel, ends = 6 }: { value: string; copyLabel: string; ends?: number }) {
  const short = value.length > 2 * ends + 4 ? `${value.slice(0, ends + 2)}…${value.slice(-ends)}` : value
  return (
    <span className="inline-flex items-center gap-0.5">
      <code title={value} className="font-mono text-[0.875em]">
        {short}
      </code>
      <CopyButton text={value} label={copyLabel} />
    </span>
  )
}
