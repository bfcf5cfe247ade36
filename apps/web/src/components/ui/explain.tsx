'use client'

import { CircleHelp } from 'lucide-react'
import { Popover as Root } from 'radix-ui'
import type { ReactNode } from 'react'

/** A small question mark that explains a word on tap, click or Enter. `label` is its accessible name. */
export function Explain({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Root.Root>
      <Root.Trigger
        aria-label={label}
        className="relative -my-0.5 inline-grid size-5 place-items-center rounded-full align-text-bottom text-soft after:absolute after:-inset-3 hover:text-ink"
      >
        <CircleHelp aria-hidden className="size-4" />
      </Root.Trigger>
      <Root.Portal>
        <Root.Content
          sideOffset={6}
          collisionPadding={12}
          className="z-50 max-w-72 rounded-lg bg-ink px-3.5 py-2.5 text-paper text-sm shadow-card outline-none"
        >
          {children}
        </Root.Content>
      </Root.Portal>
    </Root.Root>
  )
}
