'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Textarea } from '@/components/ui/input.tsx'

const least = 3

/** The form: who asks, what should go, how to be reached. */
export function Ask({ onAsked }: { onAsked: (id: string) => void }) {
  const t = useTranslations('takeDown')
  const trpc = useTRPC()
  const [asks, setAsks] = useState<'host' | 'author'>('host')
  const [host, setHost] = useState('')
  const [pages, setPages] = useState('')
  const [contact, setContact] = useState('')
  const [statement, setStatement] = useState('')
  const [tried, setTried] = useState(false)
  const ask = useMutation(
    trpc.takeDown.ask.mutationOptions({ meta: { quiet: true }, onSuccess: ({ id }) => onAsked(id) }),
  )
  const urls = pages.split(/\s+/).filter((line) => line !== '')
  const missing = {
    target: asks === 'host' ? host.trim() === '' : urls.length === 0,
    contact: contact.trim().length < least,
    statement: statement.trim().length < least,
  }
  const needed = (is: boolean) => (tried && is ? t('needed') : undefined)
  return (
    <Card className="p-5 sm:p-6">
      <form
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (missing.target || missing.contact || missing.statement) return
          const target = asks === 'host' ? { host: host.trim() } : { urls }
          ask.mutate({ ...target, asks, contact: contact.trim(), statement: statement.trim() })
        }}
      >
        <Choices legend={t('who')} className="sm:grid-cols-2">
          {(['host', 'author'] as const).map((one) => (
            <Choice
              key={one}
              type="radio"
              name="asks"
              label={t(one === 'host' ? 'asHost' : 'asAuthor')}
              hint={t(one === 'host' ? 'hostHint' : 'authorHint')}
              checked={asks === one}
              onChange={() => setAsks(one)}
            />
          ))}
        </Choices>
        {asks === 'host' ? (
          <Field label={t('host')} error={needed(missing.target)}>
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                autoCapitalize="none"
                inputMode="url"
                maxLength={253}
                placeholder="news.example"
                value={host}
                onChange={({ target }) => setHost(target.value)}
              />
            )}
          </Field>
        ) : (
          <Field label={t('pages')} hint={t('pagesHint')} error={needed(missing.target)}>
            {(control) => (
              <Textarea
                {...control}
                spellCheck={false}
                autoCapitalize="none"
                className="break-all"
                placeholder="https://blog.example/2026/my-article"
                value={pages}
                onChange={({ target }) => setPages(target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('contact')} hint={t('contactHint')} error={needed(missing.contact)}>
          {(control) => (
            <Input
              {...control}
              autoComplete="email"
              maxLength={200}
              value={contact}
              onChange={({ target }) => setContact(target.value)}
            />
          )}
        </Field>
        <Field label={t('statement')} hint={t('statementHint')} error={needed(missing.statement)}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={2_000}
              value={statement}
              onChange={({ target }) => setStatement(target.value)}
            />
          )}
        </Field>
        {ask.error && <ProblemNotice error={ask.error} />}
        <Button type="submit" variant="primary" busy={ask.isPending}>
          {t('send')}
        </Button>
      </form>
    </Card>
  )
}
