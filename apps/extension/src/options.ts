import {
  CATEGORIES,
  moneyWords,
  type NodeMe,
  openJournal,
  type Settings,
  settingsSchema,
} from '@rowright/node'
import { byId, clock, h, ready, say } from './dom.ts'
import { showHosts } from './hostRows.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import { pairedInstance } from './paired.ts'
import type { SelfTestLine } from './selfTest.ts'
import { inWords, t, translate, written } from './words.ts'

translate()
const store = await openIndexedDbStore()
const journal = openJournal(store)
const form = byId('settings') as HTMLFormElement
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
const NUMBERS = ['megabytesPerHour', 'megabytesPerDay', 'pagesPerHour', 'pagesPerDay'] as const
const TICKS = ['pauseOnMetered', 'pauseOnBattery'] as const

const showBlocked = ({ blockedHosts }: Settings) => {
  field('blockedHosts').value = blockedHosts.join('\n')
}

async function showSettings(): Promise<void> {
  const settings = await journal.settings()
  field('mode').value = settings.mode
  for (const name of NUMBERS) field(name).value = String(settings[name])
  showBlocked(settings)
  for (const name of TICKS) field(name).checked = settings[name]
  for (const name of CATEGORIES) field(name).checked = settings.blockCategories.includes(name)
  field('from').value = settings.schedule?.from ?? ''
  field('to').value = settings.schedule?.to ?? ''
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const [from, to] = [field('from').value, field('to').value]
  const parsed = settingsSchema.safeParse({
    ...(await journal.settings()),
    mode: field('mode').value,
    ...Object.fromEntries(NUMBERS.map((name) => [name, Number(field(name).value)])),
    blockedHosts: field('blockedHosts').value.toLowerCase().split(/\s+/).filter(Boolean),
    ...Object.fromEntries(TICKS.map((name) => [name, field(name).checked])),
    blockCategories: CATEGORIES.filter((name) => field(name).checked),
    schedule: from && to ? { from, to, days: [0, 1, 2, 3, 4, 5, 6] } : null,
  })
  if (!parsed.success)
    return say(
      'settings-said',
      `${parsed.error.issues[0]!.path.join('.')}: ${parsed.error.issues[0]!.message}`,
      true,
    )
  await journal.setSettings(parsed.data)
  void chrome.runtime.sendMessage({ kind: 'work' })
  say('settings-said', t('saved'))
  await showInstance()
})

byId('self-test').addEventListener('click', async () => {
  const button = byId('self-test') as HTMLButtonElement
  button.disabled = true
  const lines = (await chrome.runtime.sendMessage({ kind: 'self-test' })) as SelfTestLine[]
  byId('self-test-lines').replaceChildren(
    ...lines.map(({ what, url, refused, said }) =>
      h(
        'li',
        {},
        h('span', { class: refused ? 'good' : 'bad' }, t(refused ? 'refused' : 'open')),
        h('span', { title: inWords(said) }, `${t(what)} (${url})`),
      ),
    ),
  )
  button.disabled = false
})

async function showLog(): Promise<void> {
  const lines = await store.tail(300)
  byId('log').replaceChildren(
    ...lines
      .reverse()
      .map((line) =>
        h(
          'li',
          { class: line.level },
          h('time', { datetime: line.at, title: line.at }, clock(line.at, true)),
          h('span', {}, written(line)),
        ),
      ),
  )
  if (lines.length === 0) byId('log').replaceChildren(h('li', { class: 'none' }, t('nothingYet')))
}

byId('export').addEventListener('click', async () => {
  const { settings, works } = { settings: await journal.settings(), works: await journal.works() }
  const whole = { settings, pairing: await journal.pairing(), works, log: await store.tail(20_000) }
  const url = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 2)], { type: 'application/json' }))
  h('a', { href: url, download: 'rowright-node.json' }).click()
  // Given back later: a slow machine still reads it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
})

byId('delete').addEventListener('click', async () => {
  if (!confirm(t('deleteSure'))) return
  await store.clear()
  const { origins } = await chrome.permissions.getAll()
  if (origins?.length) await chrome.permissions.remove({ origins }).catch(() => {}) // those of the manifest stay
  void chrome.runtime.sendMessage({ kind: 'work' })
  say('log-said', t('deleted'))
  await showSettings()
  await showLog()
  await showInstance()
})

const CLIPS = {
  asking: 'clipAsking',
  refused: 'clipRefusedBy',
  taken: 'clipTakenIn',
  held: 'clipHeld',
  known: 'clipWasKnown',
  purged: 'clipPurged',
} as const

/** What became of the account's clips, where it has given any. [CLT-38] */
function showClips(clips: NodeMe['clips']): void {
  byId('clips-part').hidden = clips.length === 0
  byId('clips').replaceChildren(
    ...clips.map(({ url, state, reason }) =>
      h('li', {}, h('span', {}, url), h('small', {}, t(CLIPS[state], reason ?? ''))),
    ),
  )
}

/** What only the instance knows: what is held, which hosts there are, what there would be. */
async function showInstance(): Promise<void> {
  const instance = await pairedInstance(store)
  const called = await instance?.call('me', {})
  if (called?.kind !== 'answer') {
    byId('held').textContent = ''
    return byId('host-rows').replaceChildren(h('li', {}, t('noHosts')))
  }
  const { escrow, token, trust, campaigns, clips } = called.output
  showClips(clips)
  byId('held').textContent =
    `${t('heldNow', moneyWords(escrow.held, token))} ${t('trustNow', trust.valid, trust.needed)}`
  // The form would bring the former list back when it is saved.
  await showHosts(journal, campaigns, showBlocked)
  const { mode } = await journal.settings()
  byId('offers-part').hidden = mode !== 'preview'
  if (mode !== 'preview') return
  const previewed = await instance!.call('leases', {
    requestId: crypto.randomUUID(),
    count: 20,
    preview: true,
  })
  if (previewed.kind !== 'answer') return
  byId('offers').replaceChildren(
    ...previewed.output.offers.map(({ url, pay }) =>
      h('li', {}, h('span', {}, url), h('b', {}, moneyWords(pay, token))),
    ),
  )
  if (previewed.output.offers.length === 0) byId('offers').replaceChildren(h('li', {}, t('noOffers')))
}

await Promise.all([showSettings(), showLog()])
ready()
await showInstance()
setInterval(() => void showLog(), 3_000)
