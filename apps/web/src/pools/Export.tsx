'use client'

import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Release } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Select } from '@/components/ui/input.tsx'
import { Progress } from '@/components/ui/progress.tsx'
import { ApiKeys } from './ApiKeys.tsx'
import { downloadRelease } from './download.ts'
import { Snippets } from './Snippets.tsx'

/** Takes a release out: into a file here, or by a program with a key. */
export function Export({
  poolId,
  licenseId,
  releases,
}: {
  poolId: string
  licenseId: string
  releases: readonly Release[]
}) {
  const t = useTranslations('buyer')
  const format = useFormatter()
  const newestFirst = releases.filter((one) => one.withdrawnAt === null).sort((a, b) => b.version - a.version)
  const [chosen, setChosen] = useState<string | null>(null)
  const release = newestFirst.find(({ id }) => id === chosen) ?? newestFirst[0]
  const [loaded, setLoaded] = useState(0)
  const download = useMutation({
    meta: { quiet: true },
    mutationFn: (wanted: Release) => downloadRelease(wanted, setLoaded),
  })
  return (
    <Card id="export" aria-label={t('export')} className="scroll-mt-24">
      <CardHeader>
        <div>
          <CardTitle>{t('export')}</CardTitle>
          <p className="text-soft text-sm">{t('exportText')}</p>
        </div>
      </CardHeader>
      {release ? (
        <CardContent className="space-y-5">
          <div className="flex flex-wrap items-end gap-3">
            <Field label={t('version')} className="flex-[1_1_14rem]">
              {(control) => (
                <Select
                  {...control}
                  className="w-full"
                  value={release.id}
                  onChange={({ target }) => setChosen(target.value)}
                >
                  {newestFirst.map(({ id, version, rows }) => (
                    <option key={id} value={id}>
                      {t('versionOption', { version, rows: format.number(rows) })}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Button
              variant="primary"
              className="max-sm:w-full"
              busy={download.isPending}
              onClick={() => {
                setLoaded(0)
                download.mutate(release)
              }}
            >
              {!download.isPending && <Download aria-hidden />}
              {t('download')}
            </Button>
          </div>
          {download.isPending && <Progress label={t('downloading')} value={loaded} max={release.bytes} />}
          {download.error && <ProblemNotice error={download.error} />}
          {download.data && (
            <p role="status" className="text-good text-sm">
              {t('downloaded', { rows: format.number(release.rows), name: download.data.name })}
              {download.data.sha256 && (
                <> {download.data.sha256 === release.rowsSha256 ? t('hashRight') : t('hashWrong')}</>
              )}
            </p>
          )}
          <Snippets poolId={poolId} licenseId={licenseId} version={newestFirst[0]!.version} />
          <ApiKeys poolId={poolId} release={release} />
        </CardContent>
      ) : (
        <CardContent>
          <p className="text-soft">{t('exportNothing')}</p>
        </CardContent>
      )}
    </Card>
  )
}
