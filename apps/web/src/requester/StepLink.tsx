'use client'

import Link from 'next/link'
import type { Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import type { JourneyStep } from './journey.ts'
import { useJourneyWords } from './useJourneyWords.ts'

/** Goes to the place where a step is done. */
export function StepLink({
  step,
  campaign,
  href,
}: {
  step: JourneyStep
  campaign: Campaign | null
  href: string
}) {
  const words = useJourneyWords(campaign)
  return (
    <Button asChild variant="primary" size="lg">
      <Link href={href}>{words(`go_${step}`)}</Link>
    </Button>
  )
}
