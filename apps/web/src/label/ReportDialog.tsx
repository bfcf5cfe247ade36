'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTRPCClient } from '@/api/trpc.ts'
import type { Assignment, Reservation } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'

const reasons = ['unclear', 'broken', 'offensive', 'personal-data', 'other'] as const

interface ReportDialogProps {
  assignment: Assignment
  open: boolean
  onOpenChange: (open: boolean) => void
  onNext: (next: Reservation) => void
}

/** Says what is wrong with a task, then goes on with the next one. */
export function ReportDialog({ assignment, open, onOpenChange, onNext }: ReportDialogProps) {
  const t = useTranslations('editor')
  const client = useTRPCClient()
  const [reason, setReason] = useState<(typeof reasons)[number]>('unclear')
  const [note, setNote] = useState('')
  const { poolId, id: assignmentId } = assignment
  const report = useMutation({
    mutationFn: async () => {
      await client.labeling.report.mutate({ poolId, assignmentId, reason, ...(note ? { note } : {}) })
      return client.labeling.skip.mutate({ poolId, assignmentId })
    },
    onSuccess: (next) => {
      toast.success(t('reported'))
      setNote('')
      onOpenChange(false)
      onNext(next)
    },
  })
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('reportTitle')} description={t('reportText')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          report.mutate()
        }}
      >
        <fieldset className="space-y-1">
          <legend className="sr-only">{t('reportTitle')}</legend>
          {reasons.map((each) => (
            <label
              key={each}
              className="flex min-h-11 items-center gap-3 rounded-lg px-3 hover:bg-sunken has-checked:bg-accent-wash"
            >
              <input
                type="radio"
                name="reason"
                className="size-4 accent-accent"
                checked={reason === each}
                onChange={() => setReason(each)}
              />
              {t(`reason_${each}`)}
            </label>
          ))}
        </fieldset>
        <Field label={t('reportNote')}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={1_000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button type="submit" variant="primary" busy={report.isPending}>
            {t('reportSend')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
