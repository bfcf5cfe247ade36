import { charging } from './situation.ts'

chrome.runtime.onMessage.addListener((message: { kind: string }, _, answer) => {
  if (message.kind !== 'battery') return false
  void charging().then((plugged) => answer({ charging: plugged }))
  return true
})
