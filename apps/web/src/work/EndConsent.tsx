'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Consent } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'

/** Says in plain words what ends and what does not, then ends the consent. */
export function EndConsent({ consent, onClose }: { consent: Consent | null; onClose: () => void }) {
  const t = useTranslations('work')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const end = useMutation(
    trpc.consent.revoke.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t('ended'))
        onClose()
        await queries.invalidateQueries(trpc.me.consents.queryFilter())
      },
    }),
  )
  return (
    <ConfirmDialog
      open={consent !== null}
      onOpenChange={(open) => {
        if (open) return
        end.reset()
        onClose()
      }}
      title={consent && t('endTitle', { pool: consent.poolName })}
      description={t('endText')}
    >
      {end.error && <ProblemNotice error={end.error} />}
      <DialogActions>
        <ConfirmCancel asChild>
          <Button>{common('cancel')}</Button>
        </ConfirmCancel>
        <Button
          variant="danger"
          busy={end.isPending}
          onClick={() => consent && end.mutate({ poolId: consent.poolId, consentId: consent.id })}
        >
          {t('endConsent')}
        </Button>
      </DialogActions>
    </ConfirmDialog>
  )
}
