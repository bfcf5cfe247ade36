import type { Sentence } from '@rowright/collector'
import {
  bytesWords,
  type Done,
  moneyWords,
  openJournal,
  type Rest,
  sentence,
  type Work,
  whyPaused,
} from '@rowright/node'
import { agreementOf } from './agreement.ts'
import { consentWaits } from './consentWaits.ts'
import { byId, clock, h, ready } from './dom.ts'
import { permittedHosts } from './extensionNode.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import { onNews } from './news.ts'
import { pairedInstance } from './paired.ts'
import { SITUATION_WORDS, situationHere } from './situation.ts'
import { inWords, type Key, t, translate, written } from './words.ts'

translate()
const store = await openIndexedDbStore()
const journal = openJournal(store)

if (!(await journal.pairing()) || !(await agreementOf(store))) {
  void chrome.tabs.create({ url: chrome.runtime.getURL('/consent.html') })
  window.close()
}

byId('switch').addEventListener('click', async () => {
  const settings = await journal.settings()
  await journal.setSettings({ ...settings, on: !settings.on })
  void chrome.runtime.sendMessage({ kind: 'work' })
  await show()
})

const MODES = { preview: 'shortPreview', approve: 'shortApprove', automatic: 'shortAutomatic' } as const
const DOING: Record<Exclude<Work['state'], 'done'>, Key> = {
  leased: 'doingChecking',
  fetching: 'doingFetching',
  collected: 'doingSending',
  committed: 'doingSending',
  returning: 'doingReturning',
}

async function doing(): Promise<string> {
  const trouble = (await chrome.runtime.sendMessage({ kind: 'trouble' })) as Sentence | null
  if (trouble) return inWords(trouble)
  const now = Date.now()
  const [settings, works, { hour, day }] = await Promise.all([
    journal.settings(),
    journal.works(),
    journal.usage(now),
  ])
  const open = works
    .filter((work) => work.state !== 'done')
    .sort((a, b) => Object.keys(DOING).indexOf(b.state) - Object.keys(DOING).indexOf(a.state))[0]
  if (open) return t(DOING[open.state], new URL(open.url).hostname)
  const pause = whyPaused(settings, hour, day, new Date(now))
  if (pause) return inWords(pause)
  if (settings.mode === 'preview') return inWords(sentence('onlyPreviews'))
  const situation = await situationHere(store)
  if (situation) return inWords(SITUATION_WORDS[situation])
  const mayAsk = settings.mode === 'approve' ? settings.approvedHosts : await permittedHosts()
  return mayAsk?.length === 0 ? t('whyNoHost') : t('doingWaiting')
}

async function show(): Promise<void> {
  const [settings, works, { day }] = await Promise.all([
    journal.settings(),
    journal.works(),
    journal.usage(Date.now()),
  ])
  byId('state').textContent = settings.on ? `${t('on')} · ${t(MODES[settings.mode])}` : t('off')
  byId('switch').textContent = t(settings.on ? 'pause' : 'switchOn')
  byId('switch').className = settings.on ? '' : 'main'
  byId('doing').textContent = await doing()
  byId('used').textContent = t('used', bytesWords(day.bytes), settings.megabytesPerDay, day.pages)
  const cap = byId('cap') as HTMLProgressElement
  cap.max = Math.max(1, settings.megabytesPerDay * 1_000_000)
  cap.value = day.bytes
  if (settings.on && settings.mode === 'preview') return
  byId('list-title').textContent = t('lastPages')
  const done = works
    .filter((work): work is Done => work.state === 'done')
    .sort((a, b) => b.at.localeCompare(a.at))
  const { token } = await journal.rest()
  byId('last').replaceChildren(...done.slice(0, 4).map((one) => doneRow(one, token)))
  if (done.length === 0) byId('last').replaceChildren(h('li', { class: 'none' }, t('nothingYet')))
}

const BECAUSE: Record<string, Key> = {
  refused: 'byRefused',
  'unsafe-address': 'byUnsafe',
  'redirect-off-list': 'byUnsafe',
  operator: 'byOperator',
}

const doneRow = ({ at, url, outcome, title, reason, said, why, pay }: Done, token: Rest['token']) =>
  h(
    'li',
    { class: outcome === 'revealed' ? '' : 'refused' },
    h('time', {}, clock(at)),
    h(
      'span',
      { title: written({ said, text: reason }) || url },
      outcome === 'revealed'
        ? (title ?? t('unchangedPage', url))
        : `${new URL(url).hostname}: ${t(BECAUSE[why ?? ''] ?? 'byOther')}`,
    ),
    ...(outcome === 'revealed' && token ? [h('b', {}, moneyWords(pay, token))] : []),
  )

async function showInstance(): Promise<void> {
  const instance = await pairedInstance(store)
  const called = await instance?.call('me', {})
  byId('instance-said').textContent = called && called.kind !== 'answer' ? inWords(called.said) : ''
  if (called?.kind !== 'answer') return
  const { token, earned, campaigns } = called.output
  byId('final').textContent = moneyWords(earned.today.final, token)
  byId('pending').textContent = moneyWords(earned.today.pending, token)
  const { on, mode, campaignIds } = await journal.settings()
  const chosen = campaigns.filter(({ campaignId }) => campaignIds?.includes(campaignId) ?? true)
  const waiting = new Set(chosen.filter(({ agreed }) => !agreed).map(({ poolName }) => poolName))
  const { url } = (await journal.pairing())!
  byId('waits').replaceChildren(...[...waiting].map((pool) => consentWaits(pool, url)))
  if (!on || mode !== 'preview') return
  const previewed = await instance!.call('leases', {
    requestId: crypto.randomUUID(),
    count: 4,
    preview: true,
  })
  if (previewed.kind !== 'answer') return
  byId('list-title').textContent = t('offersHeading')
  byId('last').replaceChildren(
    ...previewed.output.offers.map(({ url, pay }) =>
      h('li', {}, h('span', { class: 'pay' }, moneyWords(pay, token)), h('span', {}, url)),
    ),
  )
  if (previewed.output.offers.length === 0)
    byId('last').replaceChildren(h('li', { class: 'none' }, t('noOffers')))
}

await show()
ready()
await showInstance()
onNews(() => void show(), 5_000)
