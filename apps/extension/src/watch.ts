/** What the browser tells about one of our own requests, besides what `fetch` says. */
export interface Watched {
  status?: number
  redirectUrl?: string
  ip?: string
  error?: string
}

const seen = new Map<string, (watched: Watched) => void>()

/** Listens to this extension's own requests: where a redirect leads, which address answered, why one failed. */
export function startWatching(): void {
  const filter = { urls: ['http://*/*', 'https://*/*'] }
  const own = `chrome-extension://${chrome.runtime.id}`
  const tell = (details: { url: string; initiator?: string }, watched: Watched) => {
    if (details.initiator === own) seen.get(bare(details.url))?.(watched)
  }
  chrome.webRequest.onBeforeRedirect.addListener(
    (details) =>
      tell(details, { status: details.statusCode, redirectUrl: details.redirectUrl, ip: details.ip }),
    filter,
  )
  chrome.webRequest.onResponseStarted.addListener(
    (details) => tell(details, { status: details.statusCode, ip: details.ip }),
    filter,
  )
  chrome.webRequest.onErrorOccurred.addListener((details) => tell(details, { error: details.error }), filter)
}

/** Runs a request and gathers what is told about it; one at a time for each address. */
export async function watching<T>(url: string, request: (watched: Watched) => Promise<T>): Promise<T> {
  const key = bare(url)
  const watched: Watched = {}
  seen.set(key, (more) => Object.assign(watched, more))
  try {
    return await request(watched)
  } finally {
    seen.delete(key)
  }
}

/** Events come through another pipe than the answer: a moment may lie between them. */
export async function told(watched: Watched, what: keyof Watched): Promise<void> {
  for (let turn = 0; watched[what] === undefined && turn < 40; turn++)
    await new Promise((wake) => setTimeout(wake, 25))
}

/** As the browser writes it: 2130706433 is 127.0.0.1 there. */
const bare = (url: string) => new URL(url).href.split('#', 1)[0]!
