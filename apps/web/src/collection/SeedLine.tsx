'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, Seed } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { ConfirmCancel, ConfirmDialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Notice } from '@/components/ui/notice.tsx'

const STATES = ['waiting', 'queued', 'leased', 'done', 'refused', 'gone'] as const
const REASONS = [
  'robots',
  'opted-out',
  'foreign-host',
  'not-a-page',
  'tag',
  'taken-down',
  'over-limit',
] as const

/** One named document: what it is, when it is read, what it lists, what became of that, and what is wrong. */
export function SeedLine({ seed, campaign }: { seed: Seed; campaign: Campaign }) {
  const t = useTranslations('seeds')
  const { parts, readAt, nextAt } = seed
  const again = campaign.status === 'open' && nextAt && new Date(nextAt) > new Date() ? nextAt : null
  const reasons = REASONS.filter((reason) => seed.refused[reason])
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_18rem] space-y-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="break-all font-medium">{seed.url}</span>
            <Badge>{seed.kind ? t(`kind_${seed.kind}`) : t('kind_unread')}</Badge>
            {seed.tags.map((tag) => (
              <Badge key={tag} tone="accent">
                {tag}
              </Badge>
            ))}
          </p>
          <p className="text-soft text-sm first-letter:uppercase">
            {readAt
              ? t.rich('read', { when: () => <Time at={readAt} /> })
              : seed.fault
                ? null
                : t(campaign.status === 'draft' ? 'unreadDraft' : 'unread')}
            {again && (
              <>
                {(readAt || !seed.fault) && ' · '}
                {t.rich('next', { when: () => <Time at={again} /> })}
              </>
            )}
          </p>
        </div>
        <RemoveSeed seed={seed} campaign={campaign} />
      </div>
      {seed.fault && (
        <Notice tone="warn" title={t(`fault_${seed.fault}`)}>
          {seed.detail && <code className="break-all font-mono text-[0.85em]">{seed.detail}</code>}
        </Notice>
      )}
      {parts.all > 0 && (
        <p className="text-sm">
          {t('parts', { all: parts.all, unread: parts.unread })}{' '}
          {parts.fault && (
            <span className="text-warn">
              {t('partsFaulty', { faulty: parts.faulty, fault: t(`fault_${parts.fault}`) })}{' '}
              <span className="break-all">{parts.url}</span>
            </span>
          )}
        </p>
      )}
      {readAt && (
        <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-3">
          <div>
            <dt className="text-soft">{t('found')}</dt>
            <dd className="tnum font-medium">{t('pages', { count: seed.found })}</dd>
            {!seed.whole && <dd className="text-soft">{t('notWhole')}</dd>}
          </div>
          <Pages pages={seed.pages} title={t('taken')} />
          <Counts
            title={t('notTaken')}
            none={t('notTakenNone')}
            lines={reasons.map((reason) => ({ name: t(`why_${reason}`), count: seed.refused[reason]! }))}
          />
        </dl>
      )}
    </div>
  )
}

/** Pages that were named one by one, by what became of them. */
export const PageCounts = (props: { title: string; pages: Seed['pages'] }) => (
  <dl className="text-sm">
    <Pages {...props} />
  </dl>
)

function Pages({ title, pages }: { title: string; pages: Seed['pages'] }) {
  const t = useTranslations('seeds')
  const lines = STATES.filter((state) => pages[state]).map((state) => ({
    name: t(`state_${state}`),
    count: pages[state]!,
  }))
  return <Counts title={title} none={t('takenNone')} lines={lines} />
}

function Counts(props: { title: string; none: string; lines: { name: string; count: number }[] }) {
  const format = useFormatter()
  return (
    <div>
      <dt className="text-soft">{props.title}</dt>
      {props.lines.length === 0 && <dd>{props.none}</dd>}
      {props.lines.map(({ name, count }) => (
        <dd key={name}>
          <span className="tnum font-medium">{format.number(count)}</span> {name}
        </dd>
      ))}
    </div>
  )
}

function RemoveSeed({ seed, campaign }: { seed: Seed; campaign: Campaign }) {
  const t = useTranslations('seeds')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation(
    trpc.collection.removeSeed.mutationOptions({
      onSuccess: async () => {
        setAsking(false)
        await queries.invalidateQueries(trpc.collection.pathFilter())
      },
    }),
  )
  return (
    <>
      <Button size="sm" variant="danger" className="h-10" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('removeTitle')}
        description={t(campaign.status === 'draft' ? 'removeDraftText' : 'removeText')}
      >
        <DialogActions>
          <ConfirmCancel asChild>
            <Button>{common('cancel')}</Button>
          </ConfirmCancel>
          <Button
            variant="danger"
            busy={remove.isPending}
            onClick={() =>
              remove.mutate({ poolId: campaign.poolId, campaignId: campaign.id, seedId: seed.id })
            }
          >
            {t('remove')}
          </Button>
        </DialogActions>
      </ConfirmDialog>
    </>
  )
}
