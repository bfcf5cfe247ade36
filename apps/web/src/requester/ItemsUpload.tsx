'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { toast } from 'sonner'
import { callHttp } from '@/api/http.ts'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Notice } from '@/components/ui/notice.tsx'
import { shownExample } from '@/question/samples.ts'
import { UploadNeeds } from '@/question/UploadNeeds.tsx'
import { useSamples } from '@/question/useSamples.ts'
import { ItemPreview } from './ItemPreview.tsx'
import { firstRows } from './readRows.ts'
import { type Upload, UploadBox } from './UploadBox.tsx'

const shown = 3

/** Adds items to a campaign: `id`, what is to be seen, and `gold` where the answer is known. */
export function ItemsUpload({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('upload')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const samples = useSamples()
  const [upload, setUpload] = useState<Upload | null>(null)
  const first = useMemo(() => upload && firstRows(upload.text, upload.type, shown), [upload])
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async ({ text, type }: Upload) => {
      const path = `/v1/pools/${campaign.poolId}/campaigns/${campaign.id}/items`
      const response = await callHttp(path, { method: 'POST', headers: { 'content-type': type }, body: text })
      return (await response.json()) as { items: number; gold: number; quarantined: number }
    },
    onSuccess: async ({ items, gold, quarantined }) => {
      toast.success(t('added', { items, gold }))
      if (quarantined > 0) toast.warning(t('held', { count: quarantined }))
      setUpload(null)
      await Promise.all([
        queries.invalidateQueries(trpc.campaign.pathFilter()),
        queries.invalidateQueries(trpc.quarantine.pathFilter()),
        queries.invalidateQueries(trpc.pool.pathFilter()),
      ])
    },
  })
  return (
    <>
      <UploadNeeds question={campaign} />
      <UploadBox
        label={t('file')}
        example={samples ? shownExample(campaign, samples) : ''}
        upload={upload}
        onChange={(changed) => {
          send.reset()
          setUpload(changed)
        }}
        busy={send.isPending}
        error={send.error}
        submitLabel={t('send')}
        onSubmit={send.mutate}
      >
        {first?.fault && !send.error && (
          <Notice role="status" tone="warn" title={t('unreadable', { line: first.fault.line })}>
            {first.fault.reason}
          </Notice>
        )}
        {first && first.rows.length > 0 && <ItemPreview campaign={campaign} rows={first.rows} />}
      </UploadBox>
    </>
  )
}
