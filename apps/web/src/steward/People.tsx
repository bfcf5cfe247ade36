'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Overview, Person } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { isWhom } from './isWhom.ts'
import { Suspensions } from './Suspensions.tsx'
import { useDone } from './useDone.ts'

type Steward = Overview['stewards'][number]

/** Who is a steward, and who may not work here for now. */
export function People({ me, stewards }: { me: Person; stewards: Steward[] }) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Roles me={me} stewards={stewards} />
      <Suspensions />
    </div>
  )
}

function Roles({ me, stewards }: { me: Person; stewards: Steward[] }) {
  const t = useTranslations('steward')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const done = useDone()
  const [whom, setWhom] = useState('')
  const [tried, setTried] = useState(false)
  const [revoking, setRevoking] = useState<Steward | null>(null)
  const grant = useMutation(
    trpc.steward.grantRole.mutationOptions({
      meta: { quiet: true },
      onSuccess: done('roleGranted', () => {
        setWhom('')
        setTried(false)
      }),
    }),
  )
  const revoke = useMutation(
    trpc.steward.revokeRole.mutationOptions({ onSuccess: done('roleRevoked', () => setRevoking(null)) }),
  )
  const nameOf = ({ personId, name }: Steward) => name ?? (personId === me.id ? t('you') : t('unnamed'))
  return (
    <Card aria-label={t('stewards')}>
      <CardHeader>
        <CardTitle>{t('stewards')}</CardTitle>
      </CardHeader>
      <CardContent className="space-y-4 pt-2">
        <ul className="divide-y divide-line">
          {stewards.map((steward) => (
            <li key={steward.personId} className="flex items-center gap-3 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2 font-medium">
                  {nameOf(steward)}
                  {steward.personId === me.id && <Badge>{t('you')}</Badge>}
                </p>
                <Hash value={steward.addresses[0] ?? steward.personId} copyLabel={t('copyId')} />
              </div>
              <Button
                size="sm"
                variant="danger"
                className="h-10"
                disabled={stewards.length === 1}
                aria-label={t('revokeNamed', { name: nameOf(steward) })}
                onClick={() => setRevoking(steward)}
              >
                {t('revokeRole')}
              </Button>
            </li>
          ))}
        </ul>
        <form
          noValidate
          className="flex flex-wrap items-start gap-3 border-line border-t pt-4"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (isWhom(whom)) grant.mutate({ person: whom.trim() })
          }}
        >
          <Field
            label={t('makeSteward')}
            hint={t('whomHint')}
            error={tried && !isWhom(whom) ? t('whomInvalid') : undefined}
            className="flex-[1_1_16rem]"
          >
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                placeholder="0x…"
                className="font-mono md:text-sm"
                value={whom}
                onChange={({ target }) => setWhom(target.value)}
              />
            )}
          </Field>
          <Button type="submit" className="sm:mt-7" busy={grant.isPending}>
            {t('grantRole')}
          </Button>
        </form>
        {grant.error && <ProblemNotice error={grant.error} />}
      </CardContent>
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={revoking && t('revokeTitle', { name: nameOf(revoking) })}
        description={revoking?.personId === me.id ? t('revokeSelf') : t('revokeText')}
      >
        <DialogActions>
          <ConfirmCancel asChild>
            <Button>{common('cancel')}</Button>
          </ConfirmCancel>
          <Button
            variant="danger"
            busy={revoke.isPending}
            onClick={() => revoking && revoke.mutate({ person: revoking.personId })}
          >
            {t('revokeRole')}
          </Button>
        </DialogActions>
      </ConfirmDialog>
    </Card>
  )
}
