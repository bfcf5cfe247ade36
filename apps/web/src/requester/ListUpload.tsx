'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { callHttp } from '@/api/http.ts'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { type Upload, UploadBox } from './UploadBox.tsx'

/** Who may answer what, for a list campaign; a second upload adds to the first. */
export function ListUpload({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('upload')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [upload, setUpload] = useState<Upload | null>(null)
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async ({ text, type }: Upload) => {
      const path = `/v1/pools/${campaign.poolId}/campaigns/${campaign.id}/assignment-list`
      const response = await callHttp(path, { method: 'PUT', headers: { 'content-type': type }, body: text })
      return (await response.json()) as { entries: number }
    },
    onSuccess: async ({ entries }) => {
      toast.success(t('listed', { entries }))
      setUpload(null)
      await queries.invalidateQueries(trpc.campaign.pathFilter())
    },
  })
  return (
    <UploadBox
      label={t('listFile')}
      example={'labeler,item\n0x…,a-1\n0x…,a-2'}
      upload={upload}
      onChange={(changed) => {
        send.reset()
        setUpload(changed)
      }}
      busy={send.isPending}
      error={send.error}
      submitLabel={t('sendList')}
      onSubmit={send.mutate}
    />
  )
}
