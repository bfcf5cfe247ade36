import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

interface ChoiceProps extends Omit<ComponentProps<'input'>, 'type'> {
  type: 'checkbox' | 'radio'
  label: ReactNode
  hint?: ReactNode
}

/** A checkbox or radio button whose whole line can be tapped. Put several into one `<fieldset>`. */
export function Choice({ type, label, hint, className, ...rest }: ChoiceProps) {
  return (
    <label
      className={cn(
        'flex min-h-11 cursor-pointer items-start gap-3 rounded-lg border border-line-strong px-3.5 py-2.5 transition-colors hover:border-soft has-checked:border-accent has-checked:bg-accent-wash has-disabled:cursor-default has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        className,
      )}
    >
      <input type={type} className="mt-1 size-4 shrink-0 accent-accent outline-none" {...rest} />
      <span className="min-w-0">
        <span className="block font-medium text-[0.9375rem] leading-6">{label}</span>
        {hint && <span className="block text-soft text-sm">{hint}</span>}
      </span>
    </label>
  )
}

/** The group around choices, named by its legend. */
export function Choices({
  legend,
  hint,
  error,
  className,
  children,
}: {
  legend: ReactNode
  hint?: ReactNode
  error?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 block font-medium text-[0.9375rem]">{legend}</legend>
      {hint && <p className="-mt-1 mb-2 text-soft text-sm">{hint}</p>}
      <div className={cn('grid gap-2', className)}>{children}</div>
      {error && (
        <p role="alert" className="mt-1.5 text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}
