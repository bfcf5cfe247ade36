'use client'

import { Tabs as Root } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export const Tabs = Root.Root

export function TabsList({ className, ...rest }: ComponentProps<typeof Root.List>) {
  return (
    <Root.List
      className={cn('flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]', className)}
      {...rest}
    />
  )
}

export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Root.Trigger>) {
  return (
    <Root.Trigger
      className={cn(
        '-mb-px h-11 shrink-0 whitespace-nowrap rounded-t-md border-transparent border-b-2 px-3 font-medium text-[0.9375rem] text-soft transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink',
        className,
      )}
      {...rest}
    />
  )
}

export function TabsContent({ className, ...rest }: ComponentProps<typeof Root.Content>) {
  return <Root.Content className={cn('pt-5 focus-visible:outline-none', className)} {...rest} />
}
