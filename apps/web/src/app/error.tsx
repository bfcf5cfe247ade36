'use client'

import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('common')
  return (
    <div className="page max-w-2xl">
      <PageHeader title={t('brokenTitle')}>{t('brokenText')}</PageHeader>
      <ProblemNotice error={error} onRetry={retry} />
    </div>
  )
}
