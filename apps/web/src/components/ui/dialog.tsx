'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { AlertDialog as Alert, Dialog as Root } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const overlay =
  'fixed inset-0 z-50 bg-[oklch(0.15_0.02_200/55%)] data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0'
// A sheet from below on a phone, where the thumb is; a card in the middle elsewhere.
const panel =
  'fixed z-50 flex max-h-[90dvh] w-full flex-col gap-4 overflow-y-auto border border-line bg-surface p-6 shadow-card inset-x-0 bottom-0 rounded-t-2xl pb-[max(1.5rem,env(safe-area-inset-bottom))] data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=open]:slide-in-from-bottom-6 data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 sm:inset-x-auto sm:bottom-auto sm:top-1/2 sm:left-1/2 sm:max-w-md sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-card sm:data-[state=open]:zoom-in-98 sm:data-[state=open]:slide-in-from-bottom-0'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  className?: string
}

export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const t = useTranslations('common')
  return (
    <Root.Root open={open} onOpenChange={onOpenChange}>
      <Root.Portal>
        <Root.Overlay className={overlay} />
        <Root.Content
          className={cn(panel, className)}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="space-y-1.5 pr-8">
            <Root.Title className="font-semibold text-lg">{title}</Root.Title>
            {description && <Root.Description className="text-soft">{description}</Root.Description>}
          </div>
          {children}
          <Root.Close
            aria-label={t('close')}
            className="absolute top-3 right-3 grid size-10 place-items-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden className="size-5" />
          </Root.Close>
        </Root.Content>
      </Root.Portal>
    </Root.Root>
  )
}

/** A question that must be answered by one of its buttons: put `DialogActions` inside. */
export function ConfirmDialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  return (
    <Alert.Root open={open} onOpenChange={onOpenChange}>
      <Alert.Portal>
        <Alert.Overlay className={overlay} />
        <Alert.Content className={cn(panel, className)}>
          <div className="space-y-1.5">
            <Alert.Title className="font-semibold text-lg">{title}</Alert.Title>
            <Alert.Description className="text-soft">{description}</Alert.Description>
          </div>
          {children}
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  )
}

export const ConfirmCancel = Alert.Cancel

/** Buttons of a dialog: stacked on a phone with the main one on top, in a row elsewhere. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-1 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>
}
