import type { ReactNode } from 'react'
import { TopBar } from '@/shell/TopBar.tsx'

/** No navigation below: on a phone that place belongs to the answers. */
export default function EditorLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-dvh flex-col">
      <TopBar />
      <main id="main" className="flex min-h-0 flex-1 flex-col">
        {children}
      </main>
    </div>
  )
}
