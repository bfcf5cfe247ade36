import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** Put several into one `<dl className="grid …">`. */
export function Stat({
  label,
  value,
  hint,
  className,
}: {
  label: ReactNode
  value: ReactNode
  hint?: ReactNode
  className?: string
}) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-0.5', className)}>
      <dt className="text-soft text-sm">{label}</dt>
      <dd className="tnum font-semibold text-xl leading-tight">{value}</dd>
      {hint && <dd className="text-soft text-sm">{hint}</dd>}
    </div>
  )
}
