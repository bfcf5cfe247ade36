'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { problemOf } from '@/api/problem.ts'
import { useTRPCClient } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { useMe, useStartAsGuest } from '@/identity/session.ts'
import { usePersonName } from '@/shell/usePersonName.ts'

/** Uses a one-time link on purpose, not by merely loading it: a preview of the link must not spend it. */
export function Enter({ token, onGone }: { token: string; onGone: () => void }) {
  const t = useTranslations('steward')
  const client = useTRPCClient()
  const queries = useQueryClient()
  const me = useMe().data
  const name = usePersonName(me)
  const startAsGuest = useStartAsGuest()
  const enter = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      if (!me) await startAsGuest()
      return client.steward.enter.mutate({ token })
    },
    onSuccess: () => queries.invalidateQueries(),
  })
  const spent = enter.error !== null && problemOf(enter.error).code === 'people/bad-steward-link'
  return (
    <Card className="max-w-2xl space-y-4 p-5">
      <div className="flex items-start gap-4">
        <span className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-wash text-accent">
          <KeyRound aria-hidden className="size-5" />
        </span>
        <div className="space-y-2">
          <h2 className="font-semibold text-lg">{t('enterTitle')}</h2>
          <p className="text-soft">{t('enterText')}</p>
          <p className="text-soft">{me ? t('enterAs', { name }) : t('enterAsGuest')}</p>
        </div>
      </div>
      {enter.error && <ProblemNotice error={enter.error} />}
      {spent ? (
        <Button onClick={onGone}>{t('goOn')}</Button>
      ) : (
        <Button variant="primary" size="lg" busy={enter.isPending} onClick={() => enter.mutate()}>
          {t('enter')}
        </Button>
      )}
    </Card>
  )
}
