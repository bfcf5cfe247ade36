'use client'

import { useTranslations } from 'next-intl'
import type { Outputs } from '@/api/types.ts'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select } from '@/components/ui/input.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'

type Facets = Outputs['pool']['list']['facets']

/** What the catalog is narrowed to; empty strings are everything. */
export interface Narrowed {
  text: string
  purpose: Facets['purposes'][number]['purpose'] | ''
  taskType: string
}

const NAMED = ['single', 'multi', 'rating', 'numeric', 'pairwise', 'spans', 'transcription'] as const
const isNamed = (type: string): type is (typeof NAMED)[number] => (NAMED as readonly string[]).includes(type)

/** Narrows the catalog: by words, by what a license on offer is for, and by what is asked, with how many there are. */
export function CatalogFilter({
  narrowed,
  onChange,
  facets,
}: {
  narrowed: Narrowed
  onChange: (narrowed: Narrowed) => void
  facets: Facets | undefined
}) {
  const t = useTranslations('pools')
  const types = useTranslations('questionForm')
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
            value={narrowed.text}
            onChange={({ target }) => onChange({ ...narrowed, text: target.value })}
          />
        )}
      </Field>
      <Field label={t('licensedFor')} className="flex-[1_1_14rem]">
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={narrowed.purpose}
            onChange={({ target }) => onChange({ ...narrowed, purpose: target.value as Narrowed['purpose'] })}
          >
            <option value="">{t('anyPurpose')}</option>
            {facets?.purposes.map((one) => (
              <option key={one.purpose} value={one.purpose}>
                {t('facet', { name: names.purpose(one.purpose), count: one.pools })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('asks')} className="flex-[1_1_12rem]">
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={narrowed.taskType}
            onChange={({ target }) => onChange({ ...narrowed, taskType: target.value })}
          >
            <option value="">{t('anyQuestion')}</option>
            {facets?.taskTypes.map(({ taskType, pools }) =>
              isNamed(taskType) ? (
                <option key={taskType} value={taskType}>
                  {t('facet', { name: types(`type_${taskType}`), count: pools })}
                </option>
              ) : null,
            )}
          </Select>
        )}
      </Field>
    </search>
  )
}
