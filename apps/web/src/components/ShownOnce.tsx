'use client'

import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import { Button } from './ui/button.tsx'
import { Notice } from './ui/notice.tsx'

/** A secret that was just made: it is shown here and never again. */
export function ShownOnce({
  secret,
  title,
  copyLabel,
  kept,
  onKept,
  children,
}: {
  secret: string
  title: string
  copyLabel: string
  kept: string
  onKept: () => void
  children?: ReactNode
}) {
  return (
    <Notice
      role="status"
      tone="good"
      title={title}
      action={
        <Button size="sm" onClick={onKept}>
          {kept}
        </Button>
      }
    >
      <span className="flex items-center gap-1">
        <code className="break-all font-mono text-ink text-sm">{secret}</code>
        <CopyButton text={secret} label={copyLabel} />
      </span>
      {children}
    </Notice>
  )
}
