'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useMe } from '@/identity/session.ts'
import { Visitor } from './Visitor.tsx'

/** A node's own page has sent its operator here; the letters let them see that it is theirs. [CLT-20] */
export function KeyAsks({ nodeKey }: { nodeKey: string }) {
  const t = useTranslations('node')
  const trpc = useTRPC()
  const me = useMe()
  const approve = useMutation(trpc.collection.approveNode.mutationOptions({ meta: { quiet: true } }))
  if (approve.isSuccess) return <Notice role="status" tone="good" title={t('keyDone')} id="pair" />
  return (
    <Card id="pair" aria-label={t('keyTitle')} className="border-accent">
      <CardHeader>
        <div>
          <CardTitle>{t('keyTitle')}</CardTitle>
          <p className="text-soft text-sm">{t('keyText')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        <p className="font-mono font-semibold text-2xl tracking-widest">{nodeKey.slice(0, 8)}</p>
        {me.data ? (
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              busy={approve.isPending}
              onClick={() => approve.mutate({ key: nodeKey })}
            >
              {t('keyPair')}
            </Button>
            <Button asChild>
              <Link href="/node">{t('keyNo')}</Link>
            </Button>
          </div>
        ) : (
          me.data === null && <Visitor />
        )}
        {approve.error && <ProblemNotice error={approve.error} />}
      </CardContent>
    </Card>
  )
}
