'use client'

import { useMutation } from '@tanstack/react-query'
import { Share2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { useInstance } from '@/api/useInstance.ts'
import { CopyButton } from '@/components/CopyButton.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { saveText } from './saveText.ts'
import { snippets } from './snippets.ts'

/** How programs read what a license opens: a profile for Delta Sharing, and lines to copy for other tools. */
export function Snippets({
  poolId,
  licenseId,
  version,
}: {
  poolId: string
  licenseId: string
  version: number
}) {
  const t = useTranslations('snippets')
  const trpc = useTRPC()
  const origin = useInstance().data?.publicUrl ?? ''
  const profile = useMutation(
    trpc.license.profile.mutationOptions({
      meta: { quiet: true },
      onSuccess: (made) => saveText(`license-${licenseId}.share`, JSON.stringify(made, null, 2)),
    }),
  )
  const lines = snippets({ origin, poolId, licenseId, version })
  return (
    <section aria-label={t('title')} className="space-y-4 border-line border-t pt-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-[1_1_16rem]">
          <h3 className="font-semibold">{t('title')}</h3>
          <p className="text-soft text-sm">{t('text')}</p>
        </div>
        <Button busy={profile.isPending} onClick={() => profile.mutate({ licenseId })}>
          {!profile.isPending && <Share2 aria-hidden />}
          {t('profile')}
        </Button>
      </div>
      {profile.error && <ProblemNotice error={profile.error} />}
      {profile.data && (
        <p role="status" className="text-good text-sm">
          {t('saved', { name: `license-${licenseId}.share` })}
        </p>
      )}
      <Tabs defaultValue={lines[0]!.name}>
        <TabsList aria-label={t('tools')}>
          {lines.map(({ name }) => (
            <TabsTrigger key={name} value={name}>
              {name}
            </TabsTrigger>
          ))}
        </TabsList>
        {lines.map(({ name, code }) => (
          <TabsContent key={name} value={name}>
            <div className="flex items-start gap-2 rounded-lg bg-sunken py-1.5 pr-1.5 pl-3.5">
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
              <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto py-1.5 font-mono text-sm">
                <code>{code}</code>
              </pre>
              <CopyButton text={code} label={t('copy', { tool: name })} />
            </div>
          </TabsContent>
        ))}
      </Tabs>
    </section>
  )
}
