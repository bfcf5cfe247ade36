'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'
import type { AsideTask, Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { ConfirmCancel, ConfirmDialog, Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { HeldItem, StateBadge } from './HeldItem.tsx'

/** What of a campaign is out of the work, as often as a labeler's answer may change it. */
export function useAside({ poolId, id: campaignId }: Campaign) {
  const trpc = useTRPC()
  return useQuery(trpc.quarantine.aside.queryOptions({ poolId, campaignId }, { refetchInterval: 15_000 }))
}

const stateOf = ({ as, sensitive }: AsideTask) =>
  as === 'quarantined' ? (sensitive ? 'steward' : 'vouch') : as

/** The requester's list of what nobody is handed, and what they can do: say what it is, or withdraw it. */
export function Aside({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('quarantine')
  const aside = useAside(campaign)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<'vouch' | 'withdraw' | null>(null)
  if (!aside.data) return null
  const { items, total, unread } = aside.data
  const being = unread > 0 && <Notice>{t('unread', { count: unread })}</Notice>
  if (total === 0) return being
  const held = items.filter((item) => item.as === 'quarantined')
  const itemIds = held.filter((item) => chosen.has(item.itemId)).map((item) => item.itemId)
  const toggle = (itemId: string) =>
    setChosen((now) =>
      now.has(itemId) ? new Set([...now].filter((one) => one !== itemId)) : new Set([...now, itemId]),
    )
  const close = () => {
    setAsking(null)
    setChosen(new Set())
  }
  const all = held.length > 0 && itemIds.length === held.length
  return (
    <>
      {being}
      <Card aria-label={t('aside')}>
        <div className="space-y-1 p-5">
          <CardTitle>{t('asideCount', { count: total })}</CardTitle>
          <p className="max-w-prose text-soft">{t('asideText')}</p>
        </div>
        {held.length > 0 && (
          <div className="sticky top-0 z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-y bg-surface px-5 py-2.5">
            <label className="flex min-h-10 items-center gap-3">
              <input
                type="checkbox"
                className="size-4.5 accent-accent"
                checked={all}
                onChange={() => setChosen(all ? new Set() : new Set(held.map((item) => item.itemId)))}
              />
              {itemIds.length > 0 ? t('chosen', { count: itemIds.length }) : t('chooseAll')}
            </label>
            <div className="ml-auto flex flex-wrap gap-2">
              <Button size="sm" disabled={itemIds.length === 0} onClick={() => setAsking('vouch')}>
                {t('vouch')}
              </Button>
              <Button
                size="sm"
                variant="danger"
                disabled={itemIds.length === 0}
                onClick={() => setAsking('withdraw')}
              >
                {t('withdraw')}
              </Button>
            </div>
          </div>
        )}
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <li key={item.taskId}>
              <HeldItem
                item={item}
                badge={<StateBadge state={stateOf(item)} />}
                choice={
                  item.as === 'quarantined' && (
                    <input
                      type="checkbox"
                      className="mt-1 size-4.5 shrink-0 accent-accent"
                      aria-label={item.externalId}
                      checked={chosen.has(item.itemId)}
                      onChange={() => toggle(item.itemId)}
                    />
                  )
                }
              />
            </li>
          ))}
        </ul>
        {items.length < total && (
          <p className="border-line border-t px-5 py-3 text-soft text-sm">
            {t('more', { count: total - items.length })}
          </p>
        )}
        {items.some((item) => item.as === 'payload-missing') && <LookAgain campaign={campaign} />}
        <Vouch poolId={campaign.poolId} itemIds={itemIds} open={asking === 'vouch'} onClose={close} />
        <Withdraw poolId={campaign.poolId} itemIds={itemIds} open={asking === 'withdraw'} onClose={close} />
      </Card>
    </>
  )
}

interface AskProps {
  poolId: string
  itemIds: string[]
  open: boolean
  onClose: () => void
}

function useChanged() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return () =>
    Promise.all([
      queries.invalidateQueries(trpc.quarantine.pathFilter()),
      queries.invalidateQueries(trpc.campaign.pathFilter()),
    ])
}

const leastStatement = 3

function Vouch({ poolId, itemIds, open, onClose }: AskProps) {
  const t = useTranslations('quarantine')
  const trpc = useTRPC()
  const changed = useChanged()
  const [statement, setStatement] = useState('')
  const [tried, setTried] = useState(false)
  const said = statement.trim().length >= leastStatement
  const vouch = useMutation(
    trpc.quarantine.vouch.mutationOptions({
      onSuccess: async ({ released, waiting }) => {
        toast.success(t('vouched', { released, waiting }))
        setStatement('')
        setTried(false)
        onClose()
        await changed()
      },
    }),
  )
  return (
    <Dialog
      open={open}
      onOpenChange={(wanted) => !wanted && onClose()}
      title={t('vouchTitle', { count: itemIds.length })}
      description={t('vouchText')}
    >
      <Field
        label={t('statement')}
        hint={t('statementHint')}
        error={tried && !said ? t('statementNeeded') : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            maxLength={2_000}
            value={statement}
            onChange={({ target }) => setStatement(target.value)}
          />
        )}
      </Field>
      <DialogActions>
        <Button
          variant="primary"
          busy={vouch.isPending}
          onClick={() => {
            setTried(true)
            if (said) vouch.mutate({ poolId, itemIds, statement: statement.trim() })
          }}
        >
          {t('vouch')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Withdraw({ poolId, itemIds, open, onClose }: AskProps) {
  const t = useTranslations('quarantine')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const changed = useChanged()
  const withdraw = useMutation(
    trpc.quarantine.withdraw.mutationOptions({
      onSuccess: async ({ withdrawn }) => {
        toast.success(t('withdrew', { count: withdrawn }))
        onClose()
        await changed()
      },
    }),
  )
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(wanted) => !wanted && onClose()}
      title={t('withdrawTitle', { count: itemIds.length })}
      description={t('withdrawText')}
    >
      <DialogActions>
        <ConfirmCancel asChild>
          <Button>{common('cancel')}</Button>
        </ConfirmCancel>
        <Button
          variant="danger"
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate({ poolId, itemIds })}
        >
          {t('withdraw')}
        </Button>
      </DialogActions>
    </ConfirmDialog>
  )
}

function LookAgain({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('quarantine')
  const trpc = useTRPC()
  const changed = useChanged()
  const look = useMutation(
    trpc.quarantine.lookAgain.mutationOptions({
      onSuccess: async ({ back }) => {
        toast.success(t('back', { count: back }))
        await changed()
      },
    }),
  )
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-line border-t px-5 py-4">
      <p className="min-w-0 flex-[1_1_16rem] text-soft text-sm">{t('lookAgainText')}</p>
      <Button
        size="sm"
        busy={look.isPending}
        onClick={() => look.mutate({ poolId: campaign.poolId, campaignId: campaign.id })}
      >
        {t('lookAgain')}
      </Button>
    </div>
  )
}
