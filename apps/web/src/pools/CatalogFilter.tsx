'use client'

import { useTranslations } from 'next-intl'
import type { Outputs } from '@/api/types.ts'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select } from '@/components/ui/input.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'

type Facets = Outputs['pool']['list']['facets']['purposes']
export type Purpose = Facets[number]['purpose']

/** Narrows the catalog: by words, and by what a license on offer is for, with how many there are. */
export function CatalogFilter({
  text,
  onText,
  purpose,
  onPurpose,
  facets,
}: {
  text: string
  onText: (text: string) => void
  purpose: Purpose | ''
  onPurpose: (purpose: Purpose | '') => void
  facets: Facets
}) {
  const t = useTranslations('pools')
  const names = useTermNames()
  return (
    <search className="mb-5 flex flex-wrap gap-3">
      <Field label={t('search')} className="flex-[2_1_16rem]">
        {(control) => (
          <Input
            {...control}
            type="search"
            maxLength={100}
            placeholder={t('searchPlaceholder')}
            value={text}
            onChange={({ target }) => onText(target.value)}
          />
        )}
      </Field>
      <Field label={t('licensedFor')} className="flex-[1_1_14rem]">
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={purpose}
            onChange={({ target }) => onPurpose(target.value as Purpose | '')}
          >
            <option value="">{t('anyPurpose')}</option>
            {facets.map((one) => (
              <option key={one.purpose} value={one.purpose}>
                {t('purposeCount', { purpose: names.purpose(one.purpose), count: one.pools })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </search>
  )
}
