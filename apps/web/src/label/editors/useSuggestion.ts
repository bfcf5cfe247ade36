import type { Reader } from '@rowright/ocr'
import { ENGINE_VERSION, engineLanguage } from '@rowright/ocr/language'
import { useEffect, useState } from 'react'
import type { Suggestion } from '@/api/types.ts'

interface Asked {
  /** What came with the task. */
  given: Suggestion | null
  /** A data URL. */
  image: unknown
  schema: { language: string; suggest?: 'none' | 'given' | 'machine' }
  /** Nothing is read any more: an answer is on its way. */
  closed: boolean
}

const readers = new Map<string, Promise<Reader>>()

/** One engine a language, kept while the page is open: its model has 2 to 20 MB. All of it comes from our own address. */
function readerOf(language: NonNullable<ReturnType<typeof engineLanguage>>): Promise<Reader> {
  const known = readers.get(language)
  if (known) return known
  const place = `/ocr/${ENGINE_VERSION}`
  const opening = import('@rowright/ocr').then(({ openReader }) =>
    openReader(language, {
      models: location.origin + place,
      worker: `${place}/worker.min.js`,
      core: location.origin + place,
    }),
  )
  readers.set(language, opening)
  opening.catch(() => readers.delete(language))
  return opening
}

/** A machine's suggestion: the one of the task, or else what an engine in this browser reads in the picture. */
export function useSuggestion({ given, image, schema, closed }: Asked): {
  suggestion: Suggestion | null
  reading: boolean
} {
  const [made, setMade] = useState<Suggestion | null>(null)
  const language = schema.suggest === 'machine' && !given ? engineLanguage(schema.language) : null
  const source = typeof image === 'string' && image.startsWith('data:') ? image : null
  const [reading, setReading] = useState(language !== null && source !== null && !closed)
  useEffect(() => {
    if (language === null || source === null || closed) return
    let live = true
    const read = async () => {
      const reader = await readerOf(language)
      const bytes = Uint8Array.from(atob(source.slice(source.indexOf(',') + 1)), (char) => char.charCodeAt(0))
      const { text, ...rest } = await reader.read(bytes)
      if (live && text !== '') setMade({ value: text, ...rest })
    }
    // Without an engine, or with a picture it cannot read, there is no suggestion: people read by themselves.
    read()
      .catch(() => undefined)
      .finally(() => live && setReading(false))
    return () => {
      live = false
    }
  }, [language, source, closed])
  return { suggestion: given ?? made, reading }
}
