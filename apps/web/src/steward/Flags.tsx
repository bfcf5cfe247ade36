'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Flag as FlagIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Flag } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Switch } from '@/components/ui/switch.tsx'
import { AccountPairs } from './AccountPairs.tsx'
import { accountsIn } from './accountsIn.ts'
import { Evidence } from './Evidence.tsx'
import { JudgeAccounts } from './JudgeAccounts.tsx'
import { useDone } from './useDone.ts'

const kinds = [
  'relayer-low',
  'chain-went-back',
  'task-reported',
  'copying-group',
  'same-hands',
  'repay-short',
  'quarantine-waits',
  'payload-missing',
  'take-down',
] as const

/** A flag's kind in words; one we have no words for stays as it is. */
function useKind(): (kind: string) => string {
  const t = useTranslations('steward')
  return (kind) => {
    const known = kinds.find((one) => one === kind)
    return known ? t(`kind_${known}`) : kind
  }
}

/** What the system found odd, with what it saw. Resolving keeps the record and can be undone in the log. */
export function Flags() {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const id = useId()
  const [all, setAll] = useState(false)
  const [resolving, setResolving] = useState<Flag | null>(null)
  const [judging, setJudging] = useState<Flag | null>(null)
  const flags = useQuery(trpc.steward.flags.queryOptions({ open: !all }, { refetchInterval: 15_000 }))
  return (
    <div className="space-y-4">
      <p className="flex items-center gap-3">
        <Switch id={id} checked={all} onCheckedChange={setAll} />
        <label htmlFor={id}>{t('showResolved')}</label>
      </p>
      {flags.error && <ProblemNotice error={flags.error} onRetry={() => flags.refetch()} />}
      {flags.isPending && <Skeleton className="h-40 rounded-card" />}
      {flags.data?.items.length === 0 && (
        <Card>
          <Empty icon={FlagIcon} title={t('noFlags')}>
            {t('noFlagsText')}
          </Empty>
        </Card>
      )}
      {flags.data && flags.data.items.length > 0 && (
        <ul className="grid gap-3">
          {flags.data.items.map((flag) => (
            <li key={flag.id}>
              <FlagCard flag={flag} onResolve={() => setResolving(flag)} onJudge={() => setJudging(flag)} />
            </li>
          ))}
        </ul>
      )}
      <ResolveFlag key={resolving?.id} flag={resolving} onClose={() => setResolving(null)} />
      <JudgeAccounts key={`judge ${judging?.id}`} flag={judging} onClose={() => setJudging(null)} />
    </div>
  )
}

function FlagCard({ flag, onResolve, onJudge }: { flag: Flag; onResolve: () => void; onJudge: () => void }) {
  const t = useTranslations('steward')
  const kind = useKind()
  const found = accountsIn(flag.evidence)
  return (
    <Card aria-label={kind(flag.kind)} className="flex flex-wrap items-start justify-between gap-4 p-5">
      <div className="min-w-0 flex-[1_1_20rem] space-y-2">
        <h3 className="flex flex-wrap items-center gap-2.5 font-semibold">
          {kind(flag.kind)}
          {flag.resolvedAt ? <Badge>{t('resolved')}</Badge> : <Badge tone="warn">{t('openFlag')}</Badge>}
          <span className="font-normal text-soft text-sm">
            <Time at={flag.at} />
          </span>
        </h3>
        {found ? (
          <AccountPairs found={found} byTime={flag.kind === 'same-hands'} />
        ) : (
          <>
            <p className="break-words font-mono text-soft text-sm">{flag.subject}</p>
            <Evidence facts={flag.evidence} />
          </>
        )}
      </div>
      {!flag.resolvedAt &&
        (found ? (
          <Button onClick={onJudge}>{t('judge')}</Button>
        ) : (
          <Button onClick={onResolve}>{t('resolve')}</Button>
        ))}
    </Card>
  )
}

function ResolveFlag({ flag, onClose }: { flag: Flag | null; onClose: () => void }) {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const kind = useKind()
  const done = useDone()
  const [note, setNote] = useState('')
  const resolve = useMutation(
    trpc.steward.resolveFlag.mutationOptions({ onSuccess: done('flagResolved', onClose) }),
  )
  return (
    <Dialog
      open={flag !== null}
      onOpenChange={(open) => !open && onClose()}
      title={flag && t('resolveTitle', { kind: kind(flag.kind) })}
      description={t('resolveText')}
    >
      <Field label={t('note')}>
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
          busy={resolve.isPending}
          onClick={() => flag && resolve.mutate({ id: flag.id, note: note.trim() })}
        >
          {t('resolve')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
