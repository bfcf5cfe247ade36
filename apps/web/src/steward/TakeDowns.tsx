'use client'

import { useMutation } from '@tanstack/react-query'
import { Eraser } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { TakeDownCase } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Dialog, DialogActions } from '@/components/ui/dialog.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { TakeDownState } from '@/takeDown/Request.tsx'
import { useDone } from './useDone.ts'

/** Hosts and authors who want their pages out, and what the stewards said. */
export function TakeDowns({ items }: { items: TakeDownCase[] }) {
  const t = useTranslations('steward')
  const [deciding, setDeciding] = useState<TakeDownCase | null>(null)
  if (items.length === 0)
    return (
      <Card>
        <Empty icon={Eraser} title={t('noTakeDowns')}>
          {t('noTakeDownsText')}
        </Empty>
      </Card>
    )
  return (
    <>
      <ul className="grid gap-3">
        {items.map((one) => (
          <li key={one.id}>
            <Case one={one} onDecide={() => setDeciding(one)} />
          </li>
        ))}
      </ul>
      <Decide key={deciding?.id} one={deciding} onClose={() => setDeciding(null)} />
    </>
  )
}

function Case({ one, onDecide }: { one: TakeDownCase; onDecide: () => void }) {
  const t = useTranslations('steward')
  return (
    <Card aria-label={one.host} className="flex flex-wrap items-start justify-between gap-4 p-5">
      <div className="min-w-0 flex-[1_1_20rem] space-y-2">
        <h3 className="flex flex-wrap items-center gap-2.5 font-semibold">
          <span className="min-w-0 break-all">{one.host}</span>
          <TakeDownState state={one.state} />
          <span className="font-normal text-soft text-sm">
            <Time at={one.askedAt} />
          </span>
        </h3>
        <p className="text-soft text-sm">
          {t(one.asks === 'host' ? 'asksHost' : 'asksAuthor', { contact: one.contact })}
        </p>
        <p className="max-w-prose whitespace-pre-wrap break-words">{one.statement}</p>
        {one.urls.length > 0 && (
          <ul className="space-y-0.5 break-all text-sm">
            {one.urls.map((url) => (
              <li key={url}>{url}</li>
            ))}
          </ul>
        )}
        <p className="text-soft text-sm">
          {one.state === 'waiting'
            ? t('takeDownSize', { pages: one.pages, items: one.items })
            : t('takeDownAnswered', { answer: one.answer ?? '', purged: one.purged })}
        </p>
      </div>
      {one.state === 'waiting' && <Button onClick={onDecide}>{t('decide')}</Button>}
    </Card>
  )
}

const least = 3

function Decide({ one, onClose }: { one: TakeDownCase | null; onClose: () => void }) {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const done = useDone()
  const [answer, setAnswer] = useState('')
  const [tried, setTried] = useState(false)
  const decide = useMutation(trpc.steward.decideTakeDown.mutationOptions({ meta: { quiet: true } }))
  const said = answer.trim().length >= least
  const send = (decision: 'accepted' | 'refused') => {
    setTried(true)
    if (!one || !said) return
    const onSuccess = done(decision === 'accepted' ? 'takenDown' : 'takeDownRefused', onClose)
    decide.mutate({ id: one.id, decision, answer: answer.trim() }, { onSuccess })
  }
  return (
    <Dialog
      open={one !== null}
      onOpenChange={(open) => !open && onClose()}
      title={one && t('takeDownTitle', { host: one.host })}
      description={one && t('takeDownText', { pages: one.pages, items: one.items })}
    >
      <Field
        label={t('answer')}
        hint={t('answerHint')}
        error={tried && !said ? t('answerNeeded') : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            maxLength={2_000}
            value={answer}
            onChange={({ target }) => setAnswer(target.value)}
          />
        )}
      </Field>
      {decide.error && <ProblemNotice error={decide.error} />}
      <DialogActions>
        <Button busy={decide.isPending} onClick={() => send('refused')}>
          {t('refuse')}
        </Button>
        <Button variant="danger" busy={decide.isPending} onClick={() => send('accepted')}>
          {t('eraseAll')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
