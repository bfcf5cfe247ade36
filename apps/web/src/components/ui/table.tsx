import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** Scrolls sideways by itself, so that the page never does. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <div className="w-full overflow-x-auto">
      <table className={cn('w-full text-[0.9375rem]', className)} {...rest} />
    </div>
  )
}

export function Th({ className, numeric, ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        'whitespace-nowrap border-line border-b px-3 py-2.5 text-left font-medium text-soft text-sm first:pl-5 last:pr-5',
        numeric && 'text-right',
        className,
      )}
      {...rest}
    />
  )
}

export function Td({ className, numeric, ...rest }: ComponentProps<'td'> & { numeric?: boolean }) {
  return (
    <td
      className={cn(
        'border-line border-b px-3 py-3 align-top first:pl-5 last:pr-5 [tr:last-child>&]:border-b-0',
        numeric && 'tnum whitespace-nowrap text-right',
        className,
      )}
      {...rest}
    />
  )
}
