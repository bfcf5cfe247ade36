import type { ReactNode } from 'react'
import { BottomNav } from '@/shell/BottomNav.tsx'
import { Footer } from '@/shell/Footer.tsx'
import { TopBar } from '@/shell/TopBar.tsx'

export default function PagesLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <TopBar />
      <main id="main" className="page flex-1 pb-16">
        {children}
      </main>
      <Footer />
      <BottomNav />
    </>
  )
}
