'use client'

import { useTranslations } from 'next-intl'
import type en from '../../messages/en.json'

type Purpose = keyof typeof en.purposes
type LicenseeClass = keyof typeof en.classes

/** Purposes and licensee classes in the reader's language; one we have no word for stays as it is. */
export function useTermNames() {
  const purposes = useTranslations('purposes')
  const classes = useTranslations('classes')
  return {
    purpose: (key: string): string => (purposes.has(key as Purpose) ? purposes(key as Purpose) : key),
    licenseeClass: (key: string): string =>
      classes.has(key as LicenseeClass) ? classes(key as LicenseeClass) : key,
  }
}
