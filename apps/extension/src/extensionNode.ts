import {
  type CollectionNode,
  openInstance,
  openJournal,
  openNode,
  type Pairing,
  type Store,
} from '@rowright/node'
import { openBrowserFetcher } from './browserFetcher.ts'
import { openIdentity } from './identity.ts'
import { setRules } from './layers.ts'

export const CLIENT = 'rowright-extension/0.1.0'

/** What a person agreed to, and when; without it nothing at all is done. */
export interface Agreement {
  at: string
}
export const agreementOf = async (store: Store): Promise<Agreement | undefined> =>
  (await store.get('agreement')) as Agreement | undefined

/** The node, when there is an agreement and a pairing; else null. */
export async function openExtensionNode(store: Store): Promise<CollectionNode | null> {
  const pairing = await openJournal(store).pairing()
  // The walls stand before anything is asked, paired or not.
  await setRules(pairing)
  if (!pairing || !(await agreementOf(store))) return null
  return openNode({
    store,
    pairing,
    node: await openIdentity(store),
    fetcher: openBrowserFetcher(),
    client: CLIENT,
    fetch: (input, init) => fetch(input, init),
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
    situation: async () => {
      const { connection } = navigator as unknown as { connection?: { saveData?: boolean } }
      const { pauseOnMetered } = await openJournal(store).settings()
      return pauseOnMetered && connection?.saveData ? 'This device saves data.' : null
    },
    permittedHosts,
  })
}

/** Hosts that the browser was allowed to ask; undefined when it is every site. */
export async function permittedHosts(): Promise<string[] | undefined> {
  const { origins = [] } = await chrome.permissions.getAll()
  if (origins.some((origin) => /^(?:\*|https?):\/\/\*\/\*$/.test(origin))) return undefined
  return [
    ...new Set(origins.flatMap((origin) => /^(?:\*|https?):\/\/([^/*:]+)\/\*$/.exec(origin)?.[1] ?? [])),
  ]
}

export async function pairWith(
  store: Store,
  url: string,
  code: string,
): Promise<Pairing | { problem: string }> {
  const node = await openIdentity(store)
  const instance = openInstance({
    url,
    node,
    now: () => Date.now(),
    fetch: (input, init) => fetch(input, init),
  })
  const called = await instance.call('pair', {
    code: code.trim().toUpperCase(),
    name: 'Browser',
    client: CLIENT,
  })
  if (called.kind !== 'answer') return { problem: called.text }
  const { nodeId, instanceKey, publicUrl } = called.output
  const pairing = { url, nodeId, instanceKey, publicUrl }
  await openJournal(store).setPairing(pairing)
  return pairing
}
