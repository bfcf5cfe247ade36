import type { Journal, NodeMe, Settings } from '@rowright/node'
import { byId, h } from './dom.ts'
import { type HostState, hostState, hostsOf, originsOf } from './hosts.ts'
import { type Key, t } from './words.ts'

const WORDS: Record<HostState, Key> = {
  allowed: 'hostAllowed',
  waiting: 'hostWaiting',
  blocked: 'hostBlocked',
}

/** A line for each host of the campaigns, with what may be done about it. */
export async function showHosts(
  journal: Journal,
  campaigns: NodeMe['campaigns'],
  onChange: (settings: Settings) => void,
): Promise<void> {
  const settings = await journal.settings()
  const hosts = hostsOf(campaigns, settings)

  /** Asked at the click, before anything else: the browser takes a later request for nobody's. */
  async function allow(host: string): Promise<void> {
    if (!(await chrome.permissions.request({ origins: originsOf(host) }))) return
    await change(({ approvedHosts }) => ({ approvedHosts: [...new Set([...approvedHosts, host])] }))
  }
  const block = (host: string) =>
    change(({ blockedHosts, approvedHosts }) => ({
      blockedHosts: [...new Set([...blockedHosts, host])],
      approvedHosts: approvedHosts.filter((one) => one !== host),
    }))
  const unblock = (host: string) =>
    change(({ blockedHosts }) => ({ blockedHosts: blockedHosts.filter((one) => one !== host) }))

  async function change(to: (settings: Settings) => Partial<Settings>): Promise<void> {
    const before = await journal.settings()
    const after = { ...before, ...to(before) }
    await journal.setSettings(after)
    onChange(after)
    void chrome.runtime.sendMessage({ kind: 'work' })
    await showHosts(journal, campaigns, onChange)
  }
  const button = (key: Key, act: () => Promise<void>) =>
    h('button', { type: 'button', click: () => void act() }, t(key))

  const rows = await Promise.all(
    hosts.map(async (host) => {
      const state = await hostState(settings, host)
      return h(
        'li',
        { 'data-host': host, class: state },
        h('span', {}, host),
        h('span', { class: 'soft' }, t(WORDS[state])),
        ...(state === 'waiting' ? [button('approve', () => allow(host))] : []),
        ...(settings.blockedHosts.includes(host) ? [button('unblock', () => unblock(host))] : []),
        ...(state === 'blocked' ? [] : [button('block', () => block(host))]),
      )
    }),
  )
  byId('host-rows').replaceChildren(...(rows.length > 0 ? rows : [h('li', {}, t('noHosts'))]))
}
