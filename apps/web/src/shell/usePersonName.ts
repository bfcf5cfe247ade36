'use client'

import { useTranslations } from 'next-intl'
import type { Person } from '@/api/types.ts'

/** What to call a person: the chosen name, the short address, or "Guest". */
export function usePersonName(person: Person | null | undefined): string {
  const t = useTranslations('account')
  if (!person) return ''
  const [address] = person.addresses
  return person.name ?? (address ? shortAddress(address) : t('guest'))
}

export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
