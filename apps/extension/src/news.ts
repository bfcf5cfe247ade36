const CHANNEL = 'news'
/** Writes of one step come together. */
const GATHER = 50

/** Tells the extension's open pages that the memory has changed, whoever changed it. */
export function newsTeller(): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  return () => channel.postMessage(null)
}

/** Calls when the memory has changed, and every so often besides: hours go by without a write. */
export function onNews(call: () => void, each: number): void {
  let gathering = false
  const soon = () => {
    if (gathering) return
    gathering = true
    setTimeout(() => {
      gathering = false
      call()
    }, GATHER)
  }
  new BroadcastChannel(CHANNEL).onmessage = soon
  setInterval(soon, each)
}
