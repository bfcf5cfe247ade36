import type { Sentence } from '@rowright/collector'
import { type Instance, openInstance, openJournal, type Pairing, type Store } from '@rowright/node'
import { openIdentity } from './identity.ts'

/** The instance at an address, called with this node's key. */
export const instanceAt = async (store: Store, url: string): Promise<Instance> =>
  openInstance({
    url,
    node: await openIdentity(store),
    now: () => Date.now(),
    fetch: (input, init) => fetch(input, init),
  })

/** The instance that this node is paired with, if it is. */
export async function pairedInstance(store: Store): Promise<Instance | null> {
  const pairing = await openJournal(store).pairing()
  return pairing ? instanceAt(store, pairing.url) : null
}

const CLIENT_NAME = 'Browser'

/**
 * Ties this node's key to an account: by a short code, or without one when the account has said on the instance's own
 * page that this key is its.
 */
export async function pairWith(
  store: Store,
  url: string,
  client: string,
  code?: string,
): Promise<Pairing | { problem: Sentence; code: string }> {
  const instance = await instanceAt(store, url)
  const called = await instance.call('pair', {
    ...(code === undefined ? {} : { code: code.trim().toUpperCase() }),
    name: CLIENT_NAME,
    client,
  })
  if (called.kind === 'later') return { problem: called.said, code: 'later' }
  if (called.kind === 'refused') return { problem: called.said, code: called.code }
  const { nodeId, instanceKey, publicUrl } = called.output
  const pairing = { url, nodeId, instanceKey, publicUrl }
  await openJournal(store).setPairing(pairing)
  void chrome.runtime.sendMessage({ kind: 'work' })
  return pairing
}
