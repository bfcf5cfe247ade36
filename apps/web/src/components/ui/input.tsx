import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const control =
  'w-full rounded-lg border border-line-strong bg-surface text-base text-ink placeholder:text-soft/70 transition-colors hover:border-soft disabled:opacity-60 aria-invalid:border-bad md:text-[0.9375rem]'

export function Input({ className, type = 'text', ...rest }: ComponentProps<'input'>) {
  return <input type={type} className={cn(control, 'h-11 px-3', className)} {...rest} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(control, 'min-h-24 px-3 py-2.5', className)} {...rest} />
}

/** The browser's own select: it is the best one on a phone. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-block', className)}>
      <select className={cn(control, 'h-11 appearance-none pr-9 pl-3')} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-soft"
      />
    </span>
  )
}
