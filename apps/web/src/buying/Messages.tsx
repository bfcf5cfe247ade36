'use client'

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { WebhookMessage } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { EVENT_WORDS } from './eventWords.ts'

/** What an endpoint was sent, newest first, and how it answered. */
export function Messages({ endpointId }: { endpointId: string }) {
  const t = useTranslations('buying')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const messages = useInfiniteQuery(
    trpc.webhook.messages.infiniteQueryOptions(
      { endpointId },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, refetchInterval: 5_000 },
    ),
  )
  const resend = useMutation(
    trpc.webhook.resend.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.webhook.messages.pathFilter()),
    }),
  )
  if (messages.error) return <ProblemNotice error={messages.error} onRetry={() => messages.refetch()} />
  if (messages.isPending) return <Skeleton className="h-12" />
  const items = messages.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <p className="rounded-lg bg-sunken px-4 py-3 text-soft text-sm">{t('noMessages')}</p>
  return (
    <div className="rounded-lg bg-sunken px-4">
      <ul aria-label={t('messages')} className="divide-y divide-line">
        {items.map((message) => (
          <li key={message.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-[1_1_14rem] text-[0.9375rem]">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{t(EVENT_WORDS[message.type])}</span>
                <State message={message} />
              </p>
              <p className="text-soft text-sm">
                <Time at={message.createdAt} /> · {t('tries', { count: message.attempts })}
                {message.lastError && ` · ${message.lastError}`}
                {message.nextAt && message.attempts > 0 && (
                  <> · {t.rich('next', { when: () => <Time at={message.nextAt!} /> })}</>
                )}
              </p>
            </div>
            <Button
              size="sm"
              className="h-10"
              busy={resend.isPending && resend.variables?.messageId === message.id}
              onClick={() => resend.mutate({ endpointId, messageId: message.id })}
            >
              {t('resend')}
            </Button>
          </li>
        ))}
      </ul>
      {messages.hasNextPage && (
        <Button
          size="sm"
          className="mx-auto my-3 flex"
          busy={messages.isFetchingNextPage}
          onClick={() => messages.fetchNextPage()}
        >
          {common('more')}
        </Button>
      )}
    </div>
  )
}

function State({ message }: { message: WebhookMessage }) {
  const t = useTranslations('buying')
  if (message.deliveredAt) return <Badge tone="good">{t('delivered')}</Badge>
  if (message.nextAt) return <Badge tone={message.attempts > 0 ? 'warn' : 'neutral'}>{t('waiting')}</Badge>
  return <Badge tone="bad">{t('givenUp')}</Badge>
}
