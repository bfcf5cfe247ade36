'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { ShownOnce } from '@/components/ShownOnce.tsx'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMe } from '@/identity/session.ts'
import { Visitor } from './Visitor.tsx'

/** The account's nodes, and a short code for one more. */
export function Pairing() {
  const t = useTranslations('node')
  const me = useMe()
  return (
    <Card aria-label={t('pairTitle')}>
      <CardHeader>
        <div>
          <CardTitle>{t('pairTitle')}</CardTitle>
          <p className="text-soft text-sm">{t('pairText')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        {me.error && <ProblemNotice error={me.error} onRetry={() => me.refetch()} />}
        {me.isPending && <Skeleton className="h-24" />}
        {me.data === null && <Visitor />}
        {me.data && <Code />}
        {me.data && <Nodes />}
      </CardContent>
    </Card>
  )
}

function Code() {
  const t = useTranslations('node')
  const format = useFormatter()
  const trpc = useTRPC()
  const code = useMutation(trpc.collection.makeNodeCode.mutationOptions({ meta: { quiet: true } }))
  if (code.data)
    return (
      <ShownOnce
        secret={code.data.code}
        title={t('codeTitle')}
        copyLabel={t('copyCode')}
        kept={t('done')}
        onKept={() => code.reset()}
      >
        <span className="block text-sm">
          {t('codeText', { time: format.dateTime(new Date(code.data.expiresAt), { timeStyle: 'short' }) })}
        </span>
      </ShownOnce>
    )
  return (
    <>
      <Button variant="primary" busy={code.isPending} onClick={() => code.mutate()}>
        {t('makeCode')}
      </Button>
      {code.error && <ProblemNotice error={code.error} />}
    </>
  )
}

function Nodes() {
  const t = useTranslations('node')
  const trpc = useTRPC()
  const nodes = useQuery(trpc.collection.nodes.queryOptions(undefined, { refetchInterval: 10_000 }))
  return (
    <div className="space-y-2">
      <h3 className="font-medium">{t('yours')}</h3>
      {nodes.error && <ProblemNotice error={nodes.error} onRetry={() => nodes.refetch()} />}
      {nodes.data?.items.length === 0 && <p className="text-soft text-sm">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {nodes.data?.items.map(({ id, name, client, key, pairedAt }) => (
          <li
            key={id}
            className="flex flex-wrap items-baseline justify-between gap-x-4 py-2 text-[0.9375rem]"
          >
            <span className="min-w-0">
              {name} <code className="font-mono text-soft text-sm">{key.slice(0, 8)}</code>
            </span>
            <span className="text-soft text-sm">
              {client} · {t.rich('since', { when: () => <Time at={pairedAt} /> })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
