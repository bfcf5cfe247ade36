'use client'

import { useTranslations } from 'next-intl'
import { pickFirst } from '@/campaigns/pickFirst.ts'
import { useCampaigns } from '@/campaigns/useCampaigns.ts'
import { useStartLabeling } from '@/campaigns/useStartLabeling.ts'
import { Button } from '@/components/ui/button.tsx'
import { useMe } from '@/identity/session.ts'

/** The one main action: the first task of the first open campaign. */
export function StartButton() {
  const t = useTranslations('home')
  const first = pickFirst(useCampaigns().data?.items ?? [])
  const me = useMe()
  const start = useStartLabeling()
  return (
    <div className="mt-7 flex flex-col items-start gap-3 sm:flex-row sm:items-center sm:gap-5">
      <Button
        variant="primary"
        size="lg"
        className="w-full text-[1.0625rem] sm:w-auto"
        onClick={() => start.mutate(first)}
        busy={start.isPending}
      >
        {start.isPending ? t('starting') : me.data && first?.mine ? t('continue') : t('start')}
      </Button>
      {!me.data && <p className="text-[0.9375rem] text-soft">{t('noAccount')}</p>}
    </div>
  )
}
