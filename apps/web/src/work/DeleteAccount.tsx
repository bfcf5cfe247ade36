'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { forgetSession } from '@/identity/session.ts'

export function DeleteAccount({ guest }: { guest: boolean }) {
  const t = useTranslations('work')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const remove = useMutation(
    trpc.me.delete.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t('deleted'))
        queries.setQueryData(['me'], null)
        router.push('/')
        await forgetSession(queries)
      },
    }),
  )
  return (
    <Card className="flex flex-col items-start gap-4 p-5 sm:p-6">
      <h2 className="font-semibold text-lg">{t('deleteTitle')}</h2>
      <p className="text-soft">{t('deleteText')}</p>
      {guest && <Notice tone="warn">{t('deleteGuestText')}</Notice>}
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('deleteConfirmTitle')}
        description={t('deleteConfirmText')}
      >
        {remove.error && <ProblemNotice error={remove.error} />}
        <DialogActions>
          <ConfirmCancel asChild>
            <Button>{common('cancel')}</Button>
          </ConfirmCancel>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('delete')}
          </Button>
        </DialogActions>
      </ConfirmDialog>
    </Card>
  )
}
