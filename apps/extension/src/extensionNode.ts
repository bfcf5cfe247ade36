import { type CollectionNode, openJournal, openNode } from '@rowright/node'
import { agreementOf } from './agreement.ts'
import { openBrowserFetcher } from './browserFetcher.ts'
import { openIdentity } from './identity.ts'
import type { ExtensionStore } from './indexedDbStore.ts'
import { setRules } from './layers.ts'
import { openSituation, SITUATION_WORDS } from './situation.ts'

export const CLIENT = 'rowright-extension/0.1.0'

/** The node, when there is an agreement and a pairing; else null. */
export async function openExtensionNode(memory: ExtensionStore): Promise<CollectionNode | null> {
  const agreement = await agreementOf(memory)
  const journal = openJournal(memory)
  const pairing = await journal.pairing()
  // The walls stand before anything is asked, paired or not.
  await setRules(pairing)
  if (!pairing || !agreement) return null
  const store = memory.under(agreement)
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
