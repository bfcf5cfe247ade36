'use client'

import { Switch as Root } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export function Switch({ className, ...rest }: ComponentProps<typeof Root.Root>) {
  return (
    <Root.Root
      className={cn(
        'inline-flex h-7 w-12 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors disabled:opacity-50 data-[state=checked]:bg-accent',
        className,
      )}
      {...rest}
    >
      <Root.Thumb className="size-6 rounded-full bg-surface shadow transition-transform data-[state=checked]:translate-x-5" />
    </Root.Root>
  )
}
