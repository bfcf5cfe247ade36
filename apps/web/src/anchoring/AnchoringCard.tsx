'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import type { Anchoring, Campaign } from '@/api/types.ts'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { Table, Td, Th } from '@/components/ui/table.tsx'
import { usePercent } from '@/components/usePercent.ts'

/** Of the requester's campaign: nothing where nobody was shown a suggestion. */
export function CampaignAnchoring({ campaign }: { campaign: Campaign }) {
  const trpc = useTRPC()
  const { poolId, id: campaignId } = campaign
  const asked = campaign.taskType === 'transcription'
  const found = useQuery(trpc.campaign.anchoring.queryOptions({ poolId, campaignId }, { enabled: asked }))
  const t = useTranslations('anchoring')
  if (!found.data || found.data.assisted === 0) return null
  return <AnchoringCard title={t('title')} measured={found.data} />
}

/** How far suggestions pull answers after them, in a sentence, and by labeler. */
export function AnchoringCard({ title, measured }: { title: string; measured: Anchoring }) {
  const t = useTranslations('anchoring')
  const format = useFormatter()
  const { assisted, judged, known, byResult, labelers } = measured
  const listed = labelers.filter((one) => one.wrong > 0)
  return (
    <Card aria-label={title} className="space-y-5 p-5">
      <div>
        <CardTitle>{title}</CardTitle>
        <p className="mt-1 max-w-prose text-soft">{t('text')}</p>
      </div>
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-3">
        <Share label={t('known')} of={known} hint={t('knownHint')} />
        <Share label={t('byResult')} of={byResult} hint={t('byResultHint')} />
        <Stat label={t('assisted')} value={format.number(assisted)} hint={t('judged', { count: judged })} />
      </dl>
      {listed.length > 0 && (
        <div className="-mx-5 -mb-5 border-line border-t">
          <Table>
            <thead>
              <tr>
                <Th>{t('labeler')}</Th>
                <Th numeric className="whitespace-normal">
                  {t('wrong')}
                </Th>
                <Th numeric className="whitespace-normal">
                  {t('kept')}
                </Th>
              </tr>
            </thead>
            <tbody>
              {listed.map((one) => (
                <tr key={one.labeler}>
                  <Td className="font-mono text-sm">{one.labeler.slice(0, 8)}</Td>
                  <Td numeric>{format.number(one.wrong)}</Td>
                  <Td numeric>
                    <Kept of={one} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Card>
  )
}

type Anchored = Anchoring['known']

function Share({ label, of, hint }: { label: string; of: Anchored; hint: string }) {
  const t = useTranslations('anchoring')
  const percent = usePercent()
  const { wrong, unchanged, share } = of
  if (!share) return <Stat label={label} value="–" hint={t('none')} />
  const counts = t('counts', {
    unchanged,
    wrong,
    low: percent(share.lowPpm),
    high: percent(share.highPpm),
  })
  return <Stat label={label} value={percent(share.ppm)} hint={`${counts} ${hint}`} />
}

/** The share with its interval: of few suggestions it says little. */
function Kept({ of: { share } }: { of: Anchored }) {
  const t = useTranslations('anchoring')
  const percent = usePercent()
  if (!share) return null
  return (
    <>
      {percent(share.ppm)}{' '}
      <span className="block text-soft text-sm">
        {t('interval', { low: percent(share.lowPpm), high: percent(share.highPpm) })}
      </span>
    </>
  )
}
