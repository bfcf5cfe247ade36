import { bytesWords, type Done, moneyWords, openInstance, openJournal } from '@rowright/node'
import { byId, h, ready } from './dom.ts'
import { agreementOf } from './extensionNode.ts'
import { openIdentity } from './identity.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'

const store = await openIndexedDbStore()
const journal = openJournal(store)
const pairing = await journal.pairing()

if (!pairing || !(await agreementOf(store))) {
  void chrome.tabs.create({ url: chrome.runtime.getURL('/consent.html') })
  window.close()
}

byId('switch').addEventListener('click', async () => {
  const settings = await journal.settings()
  await journal.setSettings({ ...settings, on: !settings.on })
  void chrome.runtime.sendMessage({ kind: 'work' })
  await show()
})

async function show(): Promise<void> {
  const now = Date.now()
  const [settings, works, { day }, lines] = await Promise.all([
    journal.settings(),
    journal.works(),
    journal.usage(now),
    store.tail(1),
  ])
  byId('state').textContent = settings.on ? `On · ${settings.mode}` : 'Off'
  byId('switch').textContent = settings.on ? 'Pause' : 'Switch on'
  byId('switch').className = settings.on ? '' : 'main'
  byId('doing').textContent = lines[0]?.text ?? 'Nothing yet.'
  byId('used').textContent =
    `${bytesWords(day.bytes)} of ${settings.megabytesPerDay} MB today, ${day.pages} pages`
  const cap = byId('cap') as HTMLProgressElement
  cap.max = settings.megabytesPerDay * 1_000_000
  cap.value = day.bytes
  const done = works
    .filter((work): work is Done => work.state === 'done')
    .sort((a, b) => b.at.localeCompare(a.at))
  byId('last').replaceChildren(
    ...done
      .slice(0, 4)
      .map(({ at, url, outcome, title, reason }) =>
        h(
          'li',
          { class: outcome === 'revealed' ? '' : 'refused' },
          h(
            'time',
            {},
            new Date(at).toLocaleTimeString([], { hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }),
          ),
          h(
            'span',
            { title: url },
            outcome === 'revealed' ? (title ?? url) : `${new URL(url).hostname}: ${reason}`.slice(0, 140),
          ),
        ),
      ),
  )
}

async function showMoney(): Promise<void> {
  if (!pairing) return
  const node = await openIdentity(store)
  const instance = openInstance({
    url: pairing.url,
    node,
    now: () => Date.now(),
    fetch: (i, o) => fetch(i, o),
  })
  const called = await instance.call('me', {})
  if (called.kind !== 'answer') return
  const { token, earned } = called.output
  byId('final').textContent = moneyWords(earned.today.final, token)
  byId('pending').textContent = moneyWords(earned.today.pending, token)
}

await show()
ready()
await showMoney()
setInterval(() => void show(), 2_000)
