'use client'

import { useTranslations } from 'next-intl'
import { TYPES, type TypeName } from './questionInput.ts'
import { TypePicture } from './TypePicture.tsx'

/** What kind of answer is asked for: in plain words, with a picture and an example of each. */
export function TypePicker({ value, onChange }: { value: TypeName; onChange: (type: TypeName) => void }) {
  const t = useTranslations('questionForm')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-[0.9375rem]">{t('type')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {TYPES.map((type) => (
          <label
            key={type}
            className="flex min-h-16 cursor-pointer items-center gap-3 rounded-xl border border-line-strong p-2.5 transition-colors hover:border-soft has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="taskType"
              className="sr-only"
              checked={value === type}
              onChange={() => onChange(type)}
            />
            <TypePicture type={type} />
            <span className="min-w-0">
              <span className="block font-medium text-[0.9375rem] leading-5">{t(`type_${type}`)}</span>
              <span className="block text-soft text-sm leading-5">{t(`type_${type}_hint`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
