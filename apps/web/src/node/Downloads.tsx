'use client'

import { Download } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Hash } from '@/components/Hash.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { type NodeBuild, useBuilds } from './builds.ts'

export function Downloads() {
  const t = useTranslations('node')
  const builds = useBuilds()
  return (
    <Card aria-label={t('getTitle')}>
      <CardHeader>
        <div>
          <CardTitle>{t('getTitle')}</CardTitle>
          <p className="text-soft text-sm">{t('getText')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-5">
        {builds.isPending && <Skeleton className="h-40" />}
        {builds.data === null && <Notice title={t('notBuilt')}>{t('notBuiltText')}</Notice>}
        {builds.data && (
          <>
            <Build build={builds.data.extension} title={t('extension')} text={t('extensionText')} />
            <Build build={builds.data.headless} title={t('headless')} text={t('headlessText')} />
          </>
        )}
      </CardContent>
    </Card>
  )
}

function Build({ build, title, text }: { build: NodeBuild; title: string; text: string }) {
  const t = useTranslations('node')
  const format = useFormatter()
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0 flex-[1_1_14rem]">
        <h3 className="font-medium">{title}</h3>
        <p className="text-soft text-sm">{text}</p>
        <p className="text-soft text-sm">
          {t('size', { kilobytes: format.number(Math.ceil(build.bytes / 1000)), version: build.version })}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm">
          <span className="text-soft">{t('hash')}</span>
          <Hash value={build.sha256} copyLabel={t('copyHash')} ends={8} />
        </p>
      </div>
      <Button asChild>
        <a href={`/node/files/${build.file}`} download>
          <Download aria-hidden />
          {t('download')}
        </a>
      </Button>
    </div>
  )
}
