import { type NodeMe, type Settings, whyHostBlocked } from '@rowright/node'

export const originsOf = (host: string): string[] => [`https://${host}/*`, `http://${host}/*`]

/** Every host that the chosen campaigns name, in order. */
export function hostsOf(campaigns: NodeMe['campaigns'], { campaignIds }: Settings): string[] {
  const chosen = campaigns.filter(({ campaignId }) => campaignIds?.includes(campaignId) ?? true)
  return [...new Set(chosen.flatMap(({ hosts }) => hosts))].sort()
}

export type HostState = 'allowed' | 'waiting' | 'blocked'

/** What the browser and the operator say of a host, together. */
export async function hostState(settings: Settings, host: string): Promise<HostState> {
  // Whether it may be asked at all, whatever the mode.
  if (whyHostBlocked({ ...settings, mode: 'automatic' }, host)) return 'blocked'
  const permitted = await chrome.permissions.contains({ origins: originsOf(host) })
  const approved = settings.mode !== 'approve' || settings.approvedHosts.includes(host)
  return permitted && approved ? 'allowed' : 'waiting'
}
