import { type Clipped, openJournal, type Store } from '@rowright/node'
import { t } from './words.ts'

/** A clip on its way to be seen and confirmed; it lies here until then, and no longer. */
export interface Draft extends Clipped {
  /** A data URL, or null: its server does not let it be read. */
  image?: string | null
  observedAt: string
}

const MENU = { clipSelection: 'selection', clipPage: 'page', clipImage: 'image' } as const

export function makeMenu(): void {
  chrome.contextMenus.removeAll(() => {
    for (const [id, context] of Object.entries(MENU))
      chrome.contextMenus.create({
        id,
        title: t(id as keyof typeof MENU),
        contexts: [context],
        documentUrlPatterns: ['http://*/*', 'https://*/*'],
      })
  })
}

/** What the menu calls: the page is read at this click, kept here, and shown; nothing leaves yet. [NOD-29] */
export async function onMenu(
  store: Store,
  info: Pick<chrome.contextMenus.OnClickData, 'menuItemId' | 'pageUrl' | 'selectionText' | 'srcUrl'>,
  tab: Pick<chrome.tabs.Tab, 'id' | 'title'>,
): Promise<void> {
  const kind = MENU[info.menuItemId as keyof typeof MENU]
  if (!(await openJournal(store).pairing())) {
    await chrome.tabs.create({ url: chrome.runtime.getURL('/consent.html') })
    return
  }
  const [read] = await chrome.scripting.executeScript({
    target: { tabId: tab.id! },
    func: readHere,
    args: [kind === 'image' ? (info.srcUrl ?? '') : ''],
  })
  const { html, image } = read!.result as { html: string; image: string | null }
  const draft: Draft = {
    ...{ kind, url: info.pageUrl!, title: tab.title ?? '', html },
    ...(info.selectionText ? { selection: info.selectionText } : {}),
    ...(kind === 'image' ? { image } : {}),
    observedAt: new Date().toISOString(),
  }
  const id = crypto.randomUUID()
  await store.put(`clip/${id}`, draft)
  await chrome.tabs.create({ url: chrome.runtime.getURL(`/clip.html#${id}`) })
}

/** Runs in the page, so it stands alone: its source, and a picture of it as a data URL. */
async function readHere(picture: string): Promise<{ html: string; image: string | null }> {
  const html = document.documentElement.outerHTML
  if (!picture) return { html, image: null }
  try {
    const blob = await (await fetch(picture)).blob()
    const image = await new Promise<string>((resolve) => {
      const reader = new FileReader()
      reader.onload = () => resolve(String(reader.result))
      reader.readAsDataURL(blob)
    })
    return { html, image }
  } catch {
    // Another server that does not let this page read it.
    return { html, image: null }
  }
}
