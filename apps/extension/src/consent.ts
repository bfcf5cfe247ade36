import { moneyWords, type NodeMe, openJournal } from '@rowright/node'
import { agreementOf } from './agreement.ts'
import { consentWaits } from './consentWaits.ts'
import { byId, h, ready, say } from './dom.ts'
import { CLIENT } from './extensionNode.ts'
import { originsOf } from './hosts.ts'
import { openIdentity } from './identity.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import { pairedInstance, pairWith } from './paired.ts'
import { inWords, t, translate } from './words.ts'

const ASK_AGAIN = 2_000
const PAIR_WITHIN = 10 * 60_000

translate()
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

/** The instance that was typed in, once the browser was allowed to ask it: at this click, this address alone. */
async function allowedInstance(said: string): Promise<URL | null> {
  const url = URL.parse((byId('instance') as HTMLInputElement).value)
  if (!url || !/^https?:$/.test(url.protocol)) {
    say(said, t('notAnAddress'), true)
    return null
  }
  const allowed = await chrome.permissions.request({ origins: [`${url.protocol}//${url.hostname}/*`] })
  if (!allowed) say(said, t('instanceNotAllowed'), true)
  return allowed ? url : null
}

byId('pair-form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const url = await allowedInstance('pair-said')
  if (!url) return
  const paired = await pairWith(store, url.origin, CLIENT, (byId('code') as HTMLInputElement).value)
  if ('problem' in paired) return say('pair-said', inWords(paired.problem), true)
  await next()
})

byId('page-form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const url = await allowedInstance('page-said')
  if (!url) return
  const { publicKey } = await openIdentity(store)
  byId('letters').textContent = publicKey.slice(0, 8)
  byId('waiting').hidden = false
  say('page-said', '')
  await chrome.tabs.create({ url: `${url.origin}/node?key=${publicKey}#pair` })
  await untilPaired(url.origin)
})

/** The account says on the instance's page that this key is its; this asks until it has. */
async function untilPaired(origin: string): Promise<void> {
  const end = Date.now() + PAIR_WITHIN
  while (Date.now() < end && !(await journal.pairing())) {
    const paired = await pairWith(store, origin, CLIENT)
    if ('problem' in paired && paired.code !== 'collect/bad-code' && paired.code !== 'later')
      return say('page-said', inWords(paired.problem), true)
    if (!('problem' in paired)) break
    await new Promise((wake) => setTimeout(wake, ASK_AGAIN))
  }
  byId('waiting').hidden = true
  if (!(await journal.pairing())) return say('page-said', t('pairTooLate'), true)
  await next()
}

let campaigns: NodeMe['campaigns'] = []

async function showCampaigns(): Promise<void> {
  const pairing = await journal.pairing()
  const instance = await pairedInstance(store)
  const called = await instance!.call('me', {})
  if (called.kind !== 'answer') return say('hosts-said', inWords(called.said), true)
  const { token, campaigns: found } = called.output
  campaigns = found
  byId('campaigns').replaceChildren(...found.map((campaign) => campaignRow(campaign, token, pairing!.url)))
  if (found.length === 0) say('hosts-said', t('noCampaign'))
}

const campaignRow = (campaign: NodeMe['campaigns'][number], token: NodeMe['token'], origin: string) =>
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
        h('small', {}, t('paysEach', moneyWords(campaign.pay, token))),
        h('small', {}, campaign.anyPublicSite ? t('anySite') : campaign.hosts.join(', ')),
      ),
    ),
    ...(campaign.agreed ? [] : [consentWaits(campaign.poolName, origin)]),
  )

byId('start').addEventListener('click', async () => {
  const ticked = [...document.querySelectorAll<HTMLInputElement>('input[name=campaign]:checked')].map(
    ({ value }) => value,
  )
  const chosen = campaigns.filter(({ campaignId }) => ticked.includes(campaignId))
  if (chosen.length === 0) return say('hosts-said', t('tickOne'), true)
  const mode = (byId('mode') as HTMLSelectElement).value as 'preview' | 'approve' | 'automatic'
  const origins = chosen.some(({ anyPublicSite }) => anyPublicSite)
    ? ['https://*/*', 'http://*/*']
    : chosen.flatMap(({ hosts }) => hosts.flatMap(originsOf))
  // The other modes need no host yet: nothing is fetched, or each is asked for by its own click.
  if (mode === 'automatic' && !(await chrome.permissions.request({ origins })))
    return say('hosts-said', t('nothingAllowed'), true)
  const settings = await journal.settings()
  await journal.setSettings({
    ...settings,
    on: true,
    mode,
    campaignIds: chosen.map(({ campaignId }) => campaignId),
  })
  void chrome.runtime.sendMessage({ kind: 'work' })
  say('hosts-said', t('isOn'))
})

ready()
await next()
