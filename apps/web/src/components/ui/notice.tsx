import { cva, type VariantProps } from 'class-variance-authority'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

const notice = cva('flex items-start gap-3 rounded-card border p-4 text-[0.9375rem]', {
  variants: {
    tone: {
      info: 'border-line bg-sunken text-ink [&>svg]:text-soft',
      good: 'border-good/25 bg-good-wash text-ink [&>svg]:text-good',
      warn: 'border-warn/25 bg-warn-wash text-ink [&>svg]:text-warn',
      bad: 'border-bad/25 bg-bad-wash text-ink [&>svg]:text-bad',
    },
  },
  defaultVariants: { tone: 'info' },
})

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert }

interface NoticeProps extends Omit<ComponentProps<'div'>, 'title'>, VariantProps<typeof notice> {
  title?: ReactNode
  /** Buttons, right of the text where there is room. */
  action?: ReactNode
}

/** A message in the page. Give it `role="alert"` or `role="status"` when it appears after an action. */
export function Notice({ className, tone, title, action, children, ...rest }: NoticeProps) {
  const Icon = icons[tone ?? 'info']
  return (
    <div className={cn(notice({ tone }), className)} {...rest}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-[1_1_16rem] space-y-0.5">
          {title && <p className="font-medium">{title}</p>}
          {children && <div className="text-soft">{children}</div>}
        </div>
        {action}
      </div>
    </div>
  )
}
