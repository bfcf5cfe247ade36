'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useState } from 'react'
import { drawText } from './drawText.ts'
import type { SampleWords } from './samples.ts'

/** What samples are made of, in the language of the page. Pictures are drawn once it is in a browser. */
export function useSamples(): SampleWords | null {
  const t = useTranslations('samples')
  const texts = useMemo(() => [t('text1'), t('text2'), t('text3')], [t])
  const [pictures, setPictures] = useState<SampleWords['pictures'] | null>(null)
  useEffect(() => setPictures(texts.map((text) => ({ text, image: drawText(text) }))), [texts])
  return pictures && { texts, pictures }
}
