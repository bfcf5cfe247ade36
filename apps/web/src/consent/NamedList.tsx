'use client'

import { useTranslations } from 'next-intl'
import { Hash } from '@/components/Hash.tsx'

interface NamedListProps {
  licensees: { allowed: string[]; denied: string[] }
  /** It is for those allowed by name only. */
  only: boolean
}

/** Whom a consent names, a line for each list; nothing when it names nobody. */
export function NamedList({ licensees, only }: NamedListProps) {
  const t = useTranslations('named')
  const lines = [
    [only ? 'listOnly' : 'listAllowed', licensees.allowed],
    ['listDenied', licensees.denied],
  ] as const
  return lines.map(
    ([label, names]) =>
      names.length > 0 && (
        <p key={label} className="flex flex-wrap items-center gap-x-2 text-sm">
          <span className="text-soft">{t(label)}</span>
          {names.map((name) => (
            <Hash key={name} value={name} ends={4} copyLabel={t('copy')} />
          ))}
        </p>
      ),
  )
}
