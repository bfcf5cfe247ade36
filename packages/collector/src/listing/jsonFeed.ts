/** An item of a JSON Feed, as far as it is one. */
interface JsonItem {
  url: string | undefined
  modified: string | undefined
  tags: string[]
}

/** The items of a JSON Feed (jsonfeed.org, version 1 and 1.1); null: this is none. Never throws. */
export function readJsonFeed(text: string): JsonItem[] | null {
  let feed: unknown
  try {
    feed = JSON.parse(text)
  } catch {
    // Half a file, or none: there is no other way to ask.
    return null
  }
  const { version, items } = feed as { version?: unknown; items?: unknown }
  if (typeof version !== 'string' || !version.includes('jsonfeed.org') || !Array.isArray(items)) return null
  return items.map((item: unknown) => {
    const { url, date_modified, date_published, tags } = (item ?? {}) as Record<string, unknown>
    const words = Array.isArray(tags) ? tags : []
    return {
      url: wordOf(url),
      modified: wordOf(date_modified) ?? wordOf(date_published),
      tags: words.flatMap((tag) => wordOf(tag) ?? []),
    }
  })
}

const wordOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
