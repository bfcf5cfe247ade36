'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { ScrollText, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Overview, Person, StewardAction } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Evidence } from './Evidence.tsx'
import { useDone } from './useDone.ts'

/** Actions with an opposite (people/stewardship.ts, `undoAction`). */
const undoable = ['suspended', 'role granted', 'role revoked', 'flag resolved', 'account found bad']

const words = {
  'entered by one-time link': 'did_entered',
  'role granted': 'did_granted',
  'role revoked': 'did_revoked',
  suspended: 'did_suspended',
  unsuspended: 'did_unsuspended',
  'flag resolved': 'did_resolved',
  'flag reopened': 'did_reopened',
  'account found bad': 'did_foundBad',
  'account cleared': 'did_cleared',
  'epoch closing asked': 'did_epoch',
  'pay corrected': 'did_correct',
  'job retried': 'did_retried',
} as const

const isKnown = (action: string): action is keyof typeof words => action in words

/** Everything stewards did, newest first. Nothing leaves this list: undoing adds a line. */
export function ActionLog({ me, stewards }: { me: Person; stewards: Overview['stewards'] }) {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const done = useDone()
  const log = useQuery(trpc.steward.log.queryOptions(undefined, { refetchInterval: 15_000 }))
  const undo = useMutation(trpc.steward.undo.mutationOptions({ onSuccess: done('undone') }))
  if (log.error) return <ProblemNotice error={log.error} onRetry={() => log.refetch()} />
  if (!log.data) return <Skeleton className="h-60 rounded-card" />
  if (log.data.items.length === 0) {
    return (
      <Card>
        <Empty icon={ScrollText} title={t('noLog')} />
      </Card>
    )
  }
  const nameOf = (actor: string): string => {
    if (actor === me.id) return t('you')
    if (actor === 'system') return t('system')
    const steward = stewards.find(({ personId }) => personId === actor)
    return steward?.name ?? steward?.addresses[0] ?? actor
  }
  return (
    <Card aria-label={t('log')}>
      <p className="border-line border-b px-5 py-3 text-soft text-sm">{t('logText')}</p>
      <ol className="divide-y divide-line">
        {log.data.items.map((action) => (
          <li key={action.id} className="flex flex-wrap items-start gap-x-5 gap-y-2 px-5 py-3.5">
            <div className="min-w-0 flex-[1_1_20rem] space-y-1.5">
              <p>
                <span className="font-medium">
                  {isKnown(action.action) ? t(words[action.action]) : action.action}
                </span>{' '}
                <span className="break-all text-soft text-sm">
                  #{action.id} · {nameOf(action.actor)} · <Time at={action.at} />
                </span>
              </p>
              <Evidence facts={action.detail} />
            </div>
            <Undo action={action} busy={undo.isPending} onUndo={() => undo.mutate({ actionId: action.id })} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Undo({ action, busy, onUndo }: { action: StewardAction; busy: boolean; onUndo: () => void }) {
  const t = useTranslations('steward')
  if (action.undoneBy) return <Badge>{t('undoneBy', { id: action.undoneBy })}</Badge>
  if (!undoable.includes(action.action)) return null
  return (
    <Button
      size="sm"
      className="h-10"
      disabled={busy}
      aria-label={t('undoNamed', { id: action.id })}
      onClick={onUndo}
    >
      <Undo2 aria-hidden />
      {t('undo')}
    </Button>
  )
}
