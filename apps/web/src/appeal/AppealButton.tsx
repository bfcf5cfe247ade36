'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'

/** Asks once more, because an appeal is made once. */
export function AppealButton({ poolId, windowId }: { poolId: string; windowId: string }) {
  const t = useTranslations('appeal')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [note, setNote] = useState('')
  const appeal = useMutation(
    trpc.appeal.open.mutationOptions({
      onSuccess: async () => {
        setAsking(false)
        await queries.invalidateQueries(trpc.appeal.pathFilter())
      },
    }),
  )
  return (
    <>
      <Button variant="primary" onClick={() => setAsking(true)}>
        <Scale aria-hidden />
        {t('appeal')}
      </Button>
      <Dialog open={asking} onOpenChange={setAsking} title={t('appealTitle')} description={t('appealText')}>
        <Field label={t('note')} hint={t('noteHint')}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={2_000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button
            variant="primary"
            busy={appeal.isPending}
            onClick={() => appeal.mutate({ poolId, windowId, note: note.trim() })}
          >
            {t('appeal')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
