'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Pool, Release } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { ReleaseList } from '@/pools/ReleaseList.tsx'

/** Publishing freezes what is there now; a release never changes afterwards. */
export function OwnReleases({ pool, releases }: { pool: Pool; releases: Release[] }) {
  const t = useTranslations('requester')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const publish = useMutation(
    trpc.release.publish.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ version, rows }) => {
        toast.success(t('published', { version, rows }))
        await queries.invalidateQueries(trpc.release.pathFilter())
      },
    }),
  )
  return (
    <Card id="releases" aria-label={t('releases')} className="scroll-mt-24">
      <CardHeader className="items-center">
        <div className="min-w-0 flex-[1_1_16rem]">
          <CardTitle>{t('releases')}</CardTitle>
          <p className="text-soft text-sm">{t('releasesText')}</p>
        </div>
        <Button
          disabled={pool.stats.results === 0}
          busy={publish.isPending}
          onClick={() => publish.mutate({ poolId: pool.id })}
        >
          {t('publish')}
        </Button>
      </CardHeader>
      <CardContent className="space-y-4">
        {publish.error && <ProblemNotice error={publish.error} />}
        <ReleaseList poolId={pool.id} releases={releases} />
      </CardContent>
    </Card>
  )
}
