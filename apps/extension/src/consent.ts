import { moneyWords, type NodeMe, openInstance, openJournal } from '@rowright/node'
import { byId, h, ready, say } from './dom.ts'
import { agreementOf, pairWith } from './extensionNode.ts'
import { openIdentity } from './identity.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'

const store = await openIndexedDbStore()
const journal = openJournal(store)

function show(step: 'agree' | 'pair' | 'hosts'): void {
  for (const one of document.querySelectorAll<HTMLElement>('.step')) one.hidden = one.id !== step
}

async function next(): Promise<void> {
  if (!(await agreementOf(store))) return show('agree')
  if (!(await journal.pairing())) return show('pair')
  show('hosts')
  await showCampaigns()
}

byId('agree-button').addEventListener('click', async () => {
  await store.put('agreement', { at: new Date().toISOString() })
  await next()
})

byId('pair-form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const url = URL.parse((byId('instance') as HTMLInputElement).value)
  if (!url || !/^https?:$/.test(url.protocol)) return say('pair-said', 'This is no web address.', true)
  // Asked at this click, for this address alone.
  const allowed = await chrome.permissions.request({ origins: [`${url.protocol}//${url.hostname}/*`] })
  if (!allowed) return say('pair-said', 'Without it the node cannot talk to your instance.', true)
  const paired = await pairWith(store, url.origin, (byId('code') as HTMLInputElement).value)
  if ('problem' in paired) return say('pair-said', paired.problem, true)
  await next()
})

let campaigns: NodeMe['campaigns'] = []

async function showCampaigns(): Promise<void> {
  const pairing = (await journal.pairing())!
  const node = await openIdentity(store)
  const instance = openInstance({
    url: pairing.url,
    node,
    now: () => Date.now(),
    fetch: (i, o) => fetch(i, o),
  })
  const called = await instance.call('me', {})
  if (called.kind !== 'answer') return say('hosts-said', called.text, true)
  const { token, campaigns: found } = called.output
  campaigns = found
  byId('campaigns').replaceChildren(
    ...found.map((campaign) =>
      h(
        'div',
        { class: 'sheet' },
        h(
          'label',
          { class: 'check' },
          h('input', {
            type: 'checkbox',
            name: 'campaign',
            value: campaign.campaignId,
            checked: !campaign.anyPublicSite,
          }),
          h(
            'span',
            {},
            h('b', {}, campaign.name),
            ` pays ${moneyWords(campaign.pay, token)} for each page that is confirmed`,
            h(
              'small',
              {},
              campaign.anyPublicSite
                ? 'any public site: the browser will ask for all sites'
                : campaign.hosts.join(', '),
            ),
          ),
        ),
      ),
    ),
  )
  if (found.length === 0) say('hosts-said', 'There is no campaign that collects pages now.')
}

byId('start').addEventListener('click', async () => {
  const ticked = [...document.querySelectorAll<HTMLInputElement>('input[name=campaign]:checked')].map(
    ({ value }) => value,
  )
  const chosen = campaigns.filter(({ campaignId }) => ticked.includes(campaignId))
  if (chosen.length === 0) return say('hosts-said', 'Tick at least one campaign.', true)
  const origins = chosen.some(({ anyPublicSite }) => anyPublicSite)
    ? ['https://*/*', 'http://*/*']
    : chosen.flatMap(({ hosts }) => hosts.flatMap((host) => [`https://${host}/*`, `http://${host}/*`]))
  if (!(await chrome.permissions.request({ origins })))
    return say('hosts-said', 'Nothing was allowed, so nothing is done.', true)
  const mode = (byId('mode') as HTMLSelectElement).value as 'preview'
  const settings = await journal.settings()
  await journal.setSettings({
    ...settings,
    on: true,
    mode,
    campaignIds: chosen.map(({ campaignId }) => campaignId),
  })
  void chrome.runtime.sendMessage({ kind: 'work' })
  say('hosts-said', 'It is on. The button in the toolbar shows what it does.')
})

ready()
await next()
