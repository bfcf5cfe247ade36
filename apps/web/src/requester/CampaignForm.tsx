'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { Button } from '@/components/ui/button.tsx'

interface CampaignFormProps {
  /** How many things stand to be corrected. */
  faults: number
  create: { error: unknown; isPending: boolean }
  onCreate: () => void
  /** What it costs, beside the fields where there is room. */
  aside: ReactNode
  /** Shows what is wrong once somebody has tried to send it. */
  children: (tried: boolean) => ReactNode
}

/** The form of a new campaign of any kind: fields, what it costs, and a button that names what is wrong. */
export function CampaignForm({ faults, create, onCreate, aside, children }: CampaignFormProps) {
  const t = useTranslations('campaignForm')
  const [tried, setTried] = useState(false)
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
      <form
        noValidate
        className="min-w-0 space-y-5"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (faults === 0) onCreate()
        }}
      >
        {children(tried)}
        {create.error ? <ProblemNotice error={create.error} /> : null}
        {tried && faults > 0 && (
          <p role="alert" className="text-bad">
            {t('faults', { count: faults })}
          </p>
        )}
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="w-full sm:w-auto"
          busy={create.isPending}
        >
          {t('create')}
        </Button>
      </form>
      <div className="space-y-5 lg:sticky lg:top-24">{aside}</div>
    </div>
  )
}
