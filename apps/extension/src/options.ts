import { CATEGORIES, openJournal, type Settings, settingsSchema } from '@rowright/node'
import { byId, h, ready, say } from './dom.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import { showInstance } from './instanceView.ts'
import { openLog } from './logView.ts'
import type { SelfTestLine } from './selfTest.ts'
import { inWords, t, translate } from './words.ts'

translate()
const store = await openIndexedDbStore()
const journal = openJournal(store)
const form = byId('settings') as HTMLFormElement
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
const NUMBERS = ['megabytesPerHour', 'megabytesPerDay', 'pagesPerHour', 'pagesPerDay', 'atOnce'] as const
const TICKS = ['pauseOnMetered', 'pauseOnBattery'] as const

const showBlocked = ({ blockedHosts }: Settings) => {
  field('blockedHosts').value = blockedHosts.join('\n')
}

/** A host, also where a whole address was pasted. */
const hostIn = (text: string): string =>
  URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`)?.hostname ?? text.toLowerCase()

let touched = false
form.addEventListener('input', () => {
  touched = true
})

const showAll = () => showInstance(store, journal, showBlocked)

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
  if (!from !== !to) return say('settings-said', t('bothTimes'), true)
  const parsed = settingsSchema.safeParse({
    ...(await journal.settings()),
    mode: field('mode').value,
    ...Object.fromEntries(NUMBERS.map((name) => [name, Number(field(name).value)])),
    blockedHosts: field('blockedHosts').value.split(/\s+/).filter(Boolean).map(hostIn),
    ...Object.fromEntries(TICKS.map((name) => [name, field(name).checked])),
    blockCategories: CATEGORIES.filter((name) => field(name).checked),
    schedule: from ? { from, to, days: [0, 1, 2, 3, 4, 5, 6] } : null,
  })
  if (!parsed.success) {
    const { labels } = field(String(parsed.error.issues[0]!.path[0]))
    return say('settings-said', t('notValid', labels?.[0]?.firstElementChild?.textContent ?? ''), true)
  }
  await journal.setSettings(parsed.data)
  void chrome.runtime.sendMessage({ kind: 'work' })
  touched = false
  say('settings-said', t('saved'))
  await showAll()
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
  log.forget()
  await showAll()
})

byId('pair-again').addEventListener('click', async () => {
  if (!confirm(t('pairAgainSure'))) return
  await journal.setPairing(null)
  void chrome.runtime.sendMessage({ kind: 'work' })
  location.assign('consent.html')
})

/** Another window or the popup changed them: a form that nobody has touched follows. */
addEventListener('focus', async () => {
  if (!touched) await showSettings()
})

await showSettings()
const log = await openLog(store)
ready()
await showAll()
