import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A key of the keyboard; shown only where there is likely to be one. */
export function Kbd({ className, ...rest }: ComponentProps<'kbd'>) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'hidden h-5 min-w-5 items-center justify-center rounded border border-current/25 px-1 font-mono text-[0.6875rem] leading-none opacity-70 [@media(hover:hover)_and_(pointer:fine)]:inline-flex',
        className,
      )}
      {...rest}
    />
  )
}
