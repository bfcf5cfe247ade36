'use client'

import { SendHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'
import { Kbd } from '@/components/ui/kbd.tsx'

/** The item above, what one answers with below, where the thumb is. */
export function Layout({ shown, children }: { shown: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto py-3 lg:py-6">{shown}</div>
      <div className="mx-auto w-full max-w-2xl shrink-0 space-y-2">{children}</div>
    </>
  )
}

interface SendProps {
  disabled: boolean
  onSend: () => void
  keys?: string
}

export function Send({ disabled, onSend, keys = 'Enter' }: SendProps) {
  const t = useTranslations('editors')
  return (
    <Button variant="primary" size="lg" className="w-full" disabled={disabled} onClick={onSend}>
      <SendHorizontal aria-hidden />
      {t('send')}
      <Kbd className="border-on-accent/40 text-on-accent">{keys}</Kbd>
    </Button>
  )
}

interface OptionProps {
  label: string
  shortcut: string | null
  pressed: boolean
  disabled: boolean
  /** When to choose it. */
  description?: string | undefined
  className?: string
  onPress: () => void
}

/** One thing to choose, as large as a thumb. */
export function Option(props: OptionProps) {
  const { label, shortcut, pressed, disabled, description, className, onPress } = props
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut ?? undefined}
      title={description}
      disabled={disabled}
      onClick={onPress}
      className={cn(
        'relative flex min-h-13 touch-manipulation select-none items-center justify-center rounded-xl border border-line-strong bg-surface px-3 py-2 text-center font-semibold leading-tight transition-colors duration-75 hover:border-accent hover:bg-accent-wash disabled:opacity-55',
        pressed && 'border-accent bg-accent text-on-accent hover:bg-accent disabled:opacity-100',
        className,
      )}
    >
      <span className="break-words">{label}</span>
      {shortcut && shortcut !== label && (
        <Kbd className={cn('absolute top-1 right-1', pressed && 'border-on-accent/40 text-on-accent')}>
          {shortcut}
        </Kbd>
      )}
    </button>
  )
}
