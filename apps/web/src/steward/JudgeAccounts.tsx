'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Flag } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { Switch } from '@/components/ui/switch.tsx'
import { Account } from './Account.tsx'
import { accountsIn } from './accountsIn.ts'
import { useDone } from './useDone.ts'

const leastReason = 3

/**
 * A steward's word on the accounts of a flag: those found bad get no more of the pool, and results are computed without
 * them; with none chosen the flag is answered "not bad".
 */
export function JudgeAccounts({ flag, onClose }: { flag: Flag | null; onClose: () => void }) {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const done = useDone()
  const found = flag && accountsIn(flag.evidence)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const [apart, setApart] = useState<boolean | null>(null)
  const [tried, setTried] = useState(false)
  const judge = useMutation(trpc.steward.judgeAccount.mutationOptions({ meta: { quiet: true } }))
  const resolve = useMutation(trpc.steward.resolveFlag.mutationOptions({ meta: { quiet: true } }))
  const reasoned = reason.trim().length >= leastReason
  // Whether they are one is the question only of a flag that says so; who is found bad stays one with the others.
  const asksApart = flag?.kind === 'same-hands' && chosen.length === 0
  const whether = asksApart ? apart : undefined
  const decide = async () => {
    setTried(true)
    if (!flag || !found || !reasoned || whether === null) return
    const last = chosen.at(-1)
    for (const person of chosen)
      await judge.mutateAsync({
        poolId: found.poolId,
        person,
        found: 'bad',
        reason: reason.trim(),
        // The last answers the flag.
        ...(person === last ? { flagId: flag.id } : {}),
      })
    if (chosen.length === 0)
      await resolve.mutateAsync({
        id: flag.id,
        note: reason.trim(),
        ...(whether === undefined ? {} : { apart: whether }),
      })
    await done(chosen.length > 0 ? 'accountsBad' : 'accountsCleared', onClose)()
  }
  const error = judge.error ?? resolve.error
  return (
    <Dialog
      open={found !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('judgeTitle')}
      description={t('judgeText')}
    >
      <fieldset className="space-y-1">
        <legend className="mb-1.5 font-medium text-sm">{t('judgeWho')}</legend>
        {found?.persons.map((person) => (
          <div
            key={person}
            className="flex min-h-11 items-center justify-between gap-3 rounded-lg border border-line px-3"
          >
            <label htmlFor={`bad-${person}`} className="min-w-0 py-2">
              <Account id={person} />
            </label>
            <Switch
              id={`bad-${person}`}
              checked={chosen.includes(person)}
              onCheckedChange={(on) =>
                setChosen(on ? [...chosen, person] : chosen.filter((one) => one !== person))
              }
            />
          </div>
        ))}
      </fieldset>
      <Field
        label={t('reason')}
        hint={t('judgeReasonHint')}
        error={tried && !reasoned ? t('reasonNeeded') : undefined}
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
      {asksApart && (
        <Choices legend={t('whether')} error={tried && apart === null ? t('whetherNeeded') : undefined}>
          {([false, true] as const).map((one) => (
            <Choice
              key={String(one)}
              type="radio"
              name="apart"
              checked={apart === one}
              onChange={() => setApart(one)}
              label={t(one ? 'areApart' : 'areOne')}
              hint={t(one ? 'areApartHint' : 'areOneHint')}
            />
          ))}
        </Choices>
      )}
      {flag?.kind === 'same-hands' && chosen.length > 0 && (
        <p className="text-soft text-sm">{t('stayOne')}</p>
      )}
      {error && <ProblemNotice error={error} />}
      <DialogActions>
        <Button
          variant={chosen.length > 0 ? 'danger' : 'primary'}
          busy={judge.isPending || resolve.isPending}
          onClick={() => {
            // What went wrong is shown above the buttons.
            decide().catch(() => undefined)
          }}
        >
          {chosen.length > 0 ? t('judgeBad', { count: chosen.length }) : t('judgeCleared')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
