'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="top-center"
      offset={{ top: 72 }}
      mobileOffset={{ top: 68 }}
      toastOptions={{
        actionButtonStyle: { background: 'var(--accent)', color: 'var(--on-accent)', height: '2rem' },
        style: {
          background: 'var(--surface)',
          color: 'var(--ink)',
          border: '1px solid var(--line)',
          boxShadow: 'var(--shadow)',
          borderRadius: '0.75rem',
          fontFamily: 'inherit',
          fontSize: '0.9375rem',
        },
      }}
    />
  )
}
