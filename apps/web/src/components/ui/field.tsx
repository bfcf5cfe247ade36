'use client'

import { Label } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong with this field; also marks the control invalid. */
  error?: ReactNode
  className?: string
  /** Gets what ties the control to its label, hint and error. */
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ')
  return (
    <div className={cn('space-y-1.5', className)}>
      <Label.Root htmlFor={id} className="block font-medium text-[0.9375rem]">
        {label}
      </Label.Root>
      {children({
        id,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-soft text-sm">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
    </div>
  )
}
