'use client'

import { createContext, type ReactNode, type RefObject, useContext, useEffect, useRef } from 'react'

/** The element whose key presses an editor hears; null: the whole page is the editor's. */
const Scope = createContext<RefObject<HTMLElement | null> | null>(null)

interface KeyScopeProps {
  label: string
  className?: string
  children: ReactNode
}

/** A part of a page with an editor in it: keys are the editor's only while the focus is here. */
export function KeyScope({ label, className, children }: KeyScopeProps) {
  const part = useRef<HTMLElement>(null)
  return (
    <Scope value={part}>
      <section ref={part} aria-label={label} tabIndex={-1} className={className}>
        {children}
      </section>
    </Scope>
  )
}

/** Hears keys of the page, or of the part of it that the editor has. */
export function useKeys(press: (event: KeyboardEvent) => void): void {
  const scope = useContext(Scope)
  const latest = useRef(press)
  latest.current = press
  useEffect(() => {
    const target: HTMLElement | Window = scope?.current ?? window
    const listen = (event: Event) => latest.current(event as KeyboardEvent)
    target.addEventListener('keydown', listen)
    return () => target.removeEventListener('keydown', listen)
  }, [scope])
}

/** Whether a text field may take the focus by itself: where it is what one came for. */
export const useTakesFocus = (): boolean => useContext(Scope) === null
