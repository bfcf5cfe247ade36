import { BriefcaseBusiness, Database, ListChecks, type LucideIcon, Tags } from 'lucide-react'

/** The places of the navigation; `key` names their label in the messages (`nav`). */
export const places = [
  { href: '/label', key: 'label', icon: Tags },
  { href: '/work', key: 'work', icon: ListChecks },
  { href: '/pools', key: 'pools', icon: Database },
  { href: '/requester', key: 'requester', icon: BriefcaseBusiness },
] as const satisfies { href: string; key: string; icon: LucideIcon }[]

export const isAt = (pathname: string, href: string): boolean =>
  pathname === href || pathname.startsWith(`${href}/`)
