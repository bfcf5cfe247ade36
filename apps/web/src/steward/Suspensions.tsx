'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Textarea } from '@/components/ui/input.tsx'
import { isWhom } from './isWhom.ts'
import { useDone } from './useDone.ts'

const leastReason = 3

/** Stops a person from working here, with a reason they are shown. What they earned stays theirs. */
export function Suspensions() {
  const t = useTranslations('steward')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const done = useDone()
  const [person, setPerson] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState<'suspend' | 'unsuspend' | null>(null)
  const [asking, setAsking] = useState(false)
  const clear = () => {
    setPerson('')
    setReason('')
    setTried(null)
    setAsking(false)
  }
  const suspend = useMutation(
    trpc.steward.suspend.mutationOptions({
      meta: { quiet: true },
      onSuccess: done('suspended', clear),
      onError: () => setAsking(false),
    }),
  )
  const unsuspend = useMutation(
    trpc.steward.unsuspend.mutationOptions({ meta: { quiet: true }, onSuccess: done('unsuspended', clear) }),
  )
  const known = isWhom(person)
  const reasoned = reason.trim().length >= leastReason
  const error = suspend.error ?? unsuspend.error
  return (
    <Card aria-label={t('suspensions')}>
      <CardHeader>
        <div>
          <CardTitle>{t('suspensions')}</CardTitle>
          <p className="text-soft text-sm">{t('suspensionsText')}</p>
        </div>
      </CardHeader>
      <CardContent>
        <form
          noValidate
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault()
            setTried('suspend')
            unsuspend.reset()
            if (known && reasoned) setAsking(true)
          }}
        >
          <Field
            label={t('person')}
            hint={t('whomHint')}
            error={tried && !known ? t('whomInvalid') : undefined}
          >
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                placeholder="0x…"
                className="font-mono md:text-sm"
                value={person}
                onChange={({ target }) => setPerson(target.value)}
              />
            )}
          </Field>
          <Field
            label={t('reason')}
            hint={t('reasonHint')}
            error={tried === 'suspend' && !reasoned ? t('reasonNeeded') : undefined}
          >
            {(control) => (
              <Textarea
                {...control}
                maxLength={2_000}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
          {error && <ProblemNotice error={error} />}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="danger">
              {t('suspend')}
            </Button>
            <Button
              busy={unsuspend.isPending}
              onClick={() => {
                setTried('unsuspend')
                suspend.reset()
                if (known) unsuspend.mutate({ person: person.trim() })
              }}
            >
              {t('unsuspend')}
            </Button>
          </div>
        </form>
      </CardContent>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('suspendTitle')}
        description={t('suspendText')}
      >
        <p className="break-all font-mono text-sm">{person.trim()}</p>
        <DialogActions>
          <ConfirmCancel asChild>
            <Button>{common('cancel')}</Button>
          </ConfirmCancel>
          <Button
            variant="danger"
            busy={suspend.isPending}
            onClick={() => suspend.mutate({ person: person.trim(), reason: reason.trim() })}
          >
            {t('suspend')}
          </Button>
        </DialogActions>
      </ConfirmDialog>
    </Card>
  )
}
