import type { LogLevel, LogLine } from '@rowright/node'
import { byId, clock, h } from './dom.ts'
import type { ExtensionStore } from './indexedDbStore.ts'
import { onNews } from './news.ts'
import { t, written } from './words.ts'

/** Rows that are shown at first, and more by each click: ten thousand at once would freeze a page. */
const ROWS = 200
const LOOK_EACH = 10_000

interface Row {
  line: LogLine
  /** In the reader's language, once it was asked for. */
  words?: string
}

/**
 * The whole log, the newest first: read once, then only what is new. Searched and filtered here, so it is as quick at the
 * last line as at the first. @returns what empties it.
 */
export async function openLog(store: ExtensionStore): Promise<{ forget(): void }> {
  const search = byId('log-search') as HTMLInputElement
  const level = byId('log-level') as HTMLSelectElement
  const more = byId('log-more') as HTMLButtonElement
  let rows: Row[] = []
  let last = 0
  let shown = ROWS

  const wordsOf = (row: Row): string => (row.words ??= written(row.line))
  function matching(): Row[] {
    const wanted = search.value.trim().toLowerCase()
    const only = level.value as LogLevel | ''
    return rows.filter(
      (row) =>
        (only === '' || row.line.level === only) &&
        (wanted === '' || `${wordsOf(row)} ${row.line.url ?? ''}`.toLowerCase().includes(wanted)),
    )
  }

  function show(): void {
    const found = matching()
    const newest = found.slice(-shown).reverse()
    const items: HTMLElement[] = []
    let day = ''
    for (const row of newest) {
      const on = new Date(row.line.at).toLocaleDateString(t('languageTag'), { dateStyle: 'full' })
      if (on !== day) items.push(h('li', { class: 'day' }, on))
      day = on
      items.push(lineOf(row))
    }
    if (items.length === 0)
      items.push(h('li', { class: 'none' }, t(rows.length > 0 ? 'logNoneFound' : 'nothingYet')))
    byId('log').replaceChildren(...items)
    byId('log-count').textContent = rows.length === 0 ? '' : t('logCount', found.length, rows.length)
    more.hidden = found.length <= shown
  }

  const lineOf = (row: Row) =>
    h(
      'li',
      { class: row.line.level },
      h('time', { datetime: row.line.at, title: row.line.at }, clock(row.line.at, true)),
      h('span', {}, wordsOf(row)),
    )

  async function read(): Promise<void> {
    const news = await store.linesSince(last)
    if (news.length === 0) return
    last = news.at(-1)!.key
    rows.push(...news.map(({ line }) => ({ line })))
    show()
  }

  const again = () => {
    shown = ROWS
    show()
  }
  search.addEventListener('input', again)
  level.addEventListener('change', again)
  more.addEventListener('click', () => {
    shown += ROWS
    show()
  })
  await read()
  show()
  let reading = Promise.resolve()
  onNews(() => {
    reading = reading.then(read)
  }, LOOK_EACH)
  return {
    forget() {
      rows = []
      show()
    },
  }
}
