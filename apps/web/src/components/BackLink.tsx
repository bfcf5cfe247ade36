import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** The way up, above a page's title. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="-mb-6 mt-5 inline-flex min-h-9 items-center gap-1 rounded-md pr-2 text-soft text-sm hover:text-ink sm:-mb-7"
    >
      <ChevronLeft aria-hidden className="size-4" />
      {children}
    </Link>
  )
}
