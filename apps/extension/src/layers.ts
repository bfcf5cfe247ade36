import type { Pairing } from '@rowright/node'
import { userAgentOf } from '@rowright/protocol'

/** Chromium's address space check (Chrome 142 and later) knows the option when it objects to a value that is none. */
export function hasAddressSpaces(): boolean {
  try {
    new Request('https://rowright.invalid/', { targetAddressSpace: 'bogus' } as RequestInit)
    return false
  } catch {
    return true
  }
}

declare const __SECOND_LAYER__: boolean

const [BLOCK, INSTANCE, HEADERS] = [1, 2, 3]

/**
 * The second layer: what this extension itself asks for must not name an address or this machine, however it is
 * spelled, also after a redirect; and it says who it is. Rules of the session, for requests of no tab and of this
 * extension only: nobody's browsing is touched.
 */
export async function setRules(pairing: Pairing | null): Promise<void> {
  const mine = { initiatorDomains: [chrome.runtime.id], tabIds: [-1] }
  await chrome.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [BLOCK, INSTANCE, HEADERS],
    addRules: [
      ...(__SECOND_LAYER__ ? [addressesOf(mine)] : []),
      ...(pairing ? ofPairing(pairing, mine) : []),
    ],
  })
}

const addressesOf = (mine: object): chrome.declarativeNetRequest.Rule => ({
  id: BLOCK,
  priority: 1,
  action: { type: 'block' as chrome.declarativeNetRequest.RuleActionType },
  condition: {
    ...mine,
    regexFilter: '^[a-z]+://([^/@]*@)?([0-9.]+|\\[[^/]*\\]|([^/:]+\\.)?localhost)\\.?(:[0-9]+)?(/|$)',
  },
})

const SET = 'set' as chrome.declarativeNetRequest.HeaderOperation
const REMOVE = 'remove' as chrome.declarativeNetRequest.HeaderOperation

const ofPairing = ({ url, publicUrl }: Pairing, mine: object): chrome.declarativeNetRequest.Rule[] => [
  {
    // The instance is the operator's own choice, and may be their own machine.
    id: INSTANCE,
    priority: 3,
    action: { type: 'allow' as chrome.declarativeNetRequest.RuleActionType },
    condition: { ...mine, urlFilter: `|${new URL(url).origin}/v1/nodes/` },
  },
  {
    id: HEADERS,
    priority: 2,
    action: {
      type: 'modifyHeaders' as chrome.declarativeNetRequest.RuleActionType,
      requestHeaders: [
        { header: 'user-agent', operation: SET, value: userAgentOf(publicUrl) },
        { header: 'accept-language', operation: SET, value: '*' },
        { header: 'cookie', operation: REMOVE },
        { header: 'referer', operation: REMOVE },
      ],
    },
    condition: { ...mine, urlFilter: '|http' },
  },
]
