import { moneyWords, openInstance, openJournal, settingsSchema } from '@rowright/node'
import { byId, h, ready, say } from './dom.ts'
import { openIdentity } from './identity.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import type { SelfTestLine } from './selfTest.ts'

const store = await openIndexedDbStore()
const journal = openJournal(store)
const form = byId('settings') as HTMLFormElement
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
const NUMBERS = ['megabytesPerHour', 'megabytesPerDay', 'pagesPerHour', 'pagesPerDay'] as const
const LISTS = ['blockedHosts', 'approvedHosts'] as const
const TICKS = ['blockGovernment', 'pauseOnMetered'] as const

async function showSettings(): Promise<void> {
  const settings = await journal.settings()
  field('mode').value = settings.mode
  for (const name of NUMBERS) field(name).value = String(settings[name])
  for (const name of LISTS) field(name).value = settings[name].join('\n')
  for (const name of TICKS) field(name).checked = settings[name]
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
    ...Object.fromEntries(
      LISTS.map((name) => [name, field(name).value.toLowerCase().split(/\s+/).filter(Boolean)]),
    ),
    ...Object.fromEntries(TICKS.map((name) => [name, field(name).checked])),
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
  say('settings-said', 'Saved; it holds from the next page on.')
})

byId('self-test').addEventListener('click', async () => {
  const button = byId('self-test') as HTMLButtonElement
  button.disabled = true
  const lines = (await chrome.runtime.sendMessage({ kind: 'self-test' })) as SelfTestLine[]
  byId('self-test-lines').replaceChildren(
    ...lines.map(({ what, url, refused, words }) =>
      h(
        'li',
        {},
        h('span', { class: refused ? 'good' : 'bad' }, refused ? '✓ refused' : '✗ open'),
        h('span', {}, `${what} (${url}): ${words}`),
      ),
    ),
  )
  button.disabled = false
})

async function showLog(): Promise<void> {
  const lines = await store.tail(300)
  byId('log').replaceChildren(
    ...lines.reverse().map(({ at, level, text }) =>
      h(
        'li',
        { class: level },
        h(
          'time',
          { datetime: at, title: at },
          new Date(at).toLocaleTimeString([], {
            hourCycle: 'h23',
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
          }),
        ),
        h('span', {}, text),
      ),
    ),
  )
  if (lines.length === 0)
    byId('log').replaceChildren(h('li', {}, h('time', {}, '–'), h('span', { class: 'soft' }, 'Nothing yet.')))
}

byId('export').addEventListener('click', async () => {
  const { settings, works } = { settings: await journal.settings(), works: await journal.works() }
  const whole = { settings, pairing: await journal.pairing(), works, log: await store.tail(20_000) }
  const url = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 2)], { type: 'application/json' }))
  h('a', { href: url, download: 'rowright-node.json' }).click()
  URL.revokeObjectURL(url)
})

byId('delete').addEventListener('click', async () => {
  if (
    !confirm(
      'Delete the log, the settings, the pairing and the key? Pending earnings stay with your account.',
    )
  )
    return
  await store.clear()
  const { origins } = await chrome.permissions.getAll()
  await chrome.permissions.remove({ origins })
  say('log-said', 'Deleted, and all hosts are no longer allowed.')
  await showSettings()
  await showLog()
})

async function showHeld(): Promise<void> {
  const pairing = await journal.pairing()
  if (!pairing) return
  const instance = openInstance({
    url: pairing.url,
    node: await openIdentity(store),
    now: () => Date.now(),
    fetch: (i, o) => fetch(i, o),
  })
  const called = await instance.call('me', {})
  if (called.kind !== 'answer') return
  const { escrow, token, trust } = called.output
  byId('held').prepend(
    h(
      'p',
      {},
      h('b', {}, `Held now: ${moneyWords(escrow.held, token)}. `),
      `${trust.valid} of ${trust.needed} pages in a row confirmed; then most pages are no longer checked twice.`,
    ),
  )
}

await Promise.all([showSettings(), showLog()])
ready()
await showHeld()
setInterval(() => void showLog(), 3_000)
