'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { ShownOnce } from '@/components/ShownOnce.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Endpoint } from './Endpoint.tsx'

/** Endpoints that are told of new releases and ended consents. */
export function Webhooks() {
  const t = useTranslations('buying')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const endpoints = useQuery(trpc.webhook.list.queryOptions(undefined, { refetchInterval: 15_000 }))
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  const add = useMutation(
    trpc.webhook.add.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ sharedSecret }) => {
        setSecret(sharedSecret)
        setUrl('')
        await queries.invalidateQueries(trpc.webhook.list.queryFilter())
      },
    }),
  )
  return (
    <Card aria-label={t('webhooks')}>
      <CardHeader>
        <div>
          <CardTitle>{t('webhooks')}</CardTitle>
          <p className="text-soft text-sm">{t('webhooksText')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-5">
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (url.trim()) add.mutate({ url })
          }}
        >
          <Field label={t('url')} hint={t('urlHint')} className="flex-[1_1_18rem]">
            {(control) => (
              <Input
                {...control}
                type="url"
                inputMode="url"
                placeholder="https://example.com/rowright"
                value={url}
                onChange={({ target }) => setUrl(target.value)}
              />
            )}
          </Field>
          <Button type="submit" className="mb-7" disabled={!url.trim()} busy={add.isPending}>
            {t('add')}
          </Button>
        </form>
        {add.error && <ProblemNotice error={add.error} />}
        {secret && (
          <ShownOnce
            secret={secret}
            title={t('once')}
            copyLabel={t('copySecret')}
            kept={t('kept')}
            onKept={() => setSecret(null)}
          >
            <span className="block text-sm">{t('onceText')}</span>
          </ShownOnce>
        )}
        {endpoints.error && <ProblemNotice error={endpoints.error} onRetry={() => endpoints.refetch()} />}
        {endpoints.isPending && <Skeleton className="h-16" />}
        {endpoints.data?.items.length === 0 && <p className="text-soft text-sm">{t('noEndpoints')}</p>}
        {(endpoints.data?.items.length ?? 0) > 0 && (
          <ul className="divide-y divide-line border-line border-t">
            {endpoints.data?.items.map((endpoint) => (
              <li key={endpoint.id} className="py-4 last:pb-0">
                <Endpoint endpoint={endpoint} onSecret={setSecret} />
              </li>
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  )
}
