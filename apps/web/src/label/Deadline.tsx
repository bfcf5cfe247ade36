'use client'

import { Timer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

const SHOW_BELOW_MS = 120_000

/** Counts down in the last two minutes only: a clock beside every task is pressure without use. */
export function Deadline({ expiresAt }: { expiresAt: string }) {
  const t = useTranslations('editor')
  const [left, setLeft] = useState(() => Date.parse(expiresAt) - Date.now())
  useEffect(() => {
    const tick = () => setLeft(Date.parse(expiresAt) - Date.now())
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [expiresAt])
  if (left > SHOW_BELOW_MS) return null
  const seconds = Math.max(0, Math.ceil(left / 1_000))
  return (
    <p className="flex items-center justify-center gap-1.5 text-sm text-warn">
      <Timer aria-hidden className="size-4 shrink-0" />
      <span role="timer">
        {seconds === 0
          ? t('expired')
          : t('timeLeft', {
              minutes: Math.floor(seconds / 60),
              seconds: String(seconds % 60).padStart(2, '0'),
            })}
      </span>
    </p>
  )
}
