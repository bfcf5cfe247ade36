'use client'

import { Tooltip as Root } from 'radix-ui'
import type { ReactNode } from 'react'

/** A hint on hover and focus. Never the only place of a name: touch has no hover. */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactNode }) {
  return (
    <Root.Provider delayDuration={250}>
      <Root.Root>
        <Root.Trigger asChild>{children}</Root.Trigger>
        <Root.Portal>
          <Root.Content
            sideOffset={6}
            className="z-50 max-w-72 rounded-lg bg-ink px-3 py-1.5 text-paper text-sm shadow-card"
          >
            {content}
          </Root.Content>
        </Root.Portal>
      </Root.Root>
    </Root.Provider>
  )
}
