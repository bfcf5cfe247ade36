import type { ReactNode } from 'react'

/** Title of a page, one line about it, its main actions. */
export function PageHeader({
  title,
  children,
  action,
}: {
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4 pt-8 pb-6 sm:pt-10">
      <div className="min-w-0 max-w-2xl space-y-1.5">
        <h1 className="font-semibold text-2xl sm:text-3xl">{title}</h1>
        {children && <div className="text-soft">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </header>
  )
}
