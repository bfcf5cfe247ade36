import { type CollectionNode, openJournal, openNode, type Store } from '@rowright/node'
import { openBrowserFetcher } from './browserFetcher.ts'
import { openIdentity } from './identity.ts'
import { setRules } from './layers.ts'
import { openSituation, SITUATION_WORDS } from './situation.ts'

export const CLIENT = 'rowright-extension/0.1.0'

/** What a person agreed to, and when; without it nothing at all is done. */
export interface Agreement {
  at: string
}
export const agreementOf = async (store: Store): Promise<Agreement | undefined> =>
  (await store.get('agreement')) as Agreement | undefined

/** The node, when there is an agreement and a pairing; else null. */
export async function openExtensionNode(store: Store): Promise<CollectionNode | null> {
  const journal = openJournal(store)
  const pairing = await journal.pairing()
  // The walls stand before anything is asked, paired or not.
  await setRules(pairing)
  if (!pairing || !(await agreementOf(store))) return null
  const situation = openSituation(journal)
  return openNode({
    store,
    pairing,
    node: await openIdentity(store),
    fetcher: openBrowserFetcher(),
    client: CLIENT,
    fetch: (input, init) => fetch(input, init),
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
    async situation() {
      const found = await situation()
      return found && SITUATION_WORDS[found]
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
