import { quoted, type Sentence } from '@rowright/collector'
import { openJournal, sentence } from '@rowright/node'
import { agreementOf } from './agreement.ts'
import { makeMenu, onMenu } from './clipMenu.ts'
import { openExtensionNode } from './extensionNode.ts'
import { Deleted, openIndexedDbStore } from './indexedDbStore.ts'
import { setRules } from './layers.ts'
import { runSelfTest, type SelfTestLine } from './selfTest.ts'
import { startWatching } from './watch.ts'

declare const __LOOPBACK_IS_PUBLIC__: boolean

const TICK = 'tick'
const DUE = 'due'
/** An alarm comes no sooner than this; until then the worker stays, or a host's turn would be late. [NOD-4] */
const ALARM_AFTER = 31_000
/** The browser ends a worker that has done nothing for 30 s; asking it anything counts as doing. */
const STIR_EACH = 10_000

/** The worker may be ended at any moment: the alarm starts it again, and the journal says where it was. [NOD-1] */
startWatching()
const store = openIndexedDbStore()
let working = false
/** A page changed something: whoever sleeps looks again at once, and whoever is about to end does not. */
let called = false
let wake = () => {}
async function work(): Promise<void> {
  called = true
  wake()
  if (working) return
  working = true
  try {
    while (called) await run().catch(again)
  } finally {
    working = false
  }
}
chrome.contextMenus.onClicked.addListener((info, tab) => void clip(info, tab!))
async function clip(
  ...[info, tab]: Parameters<typeof onMenu> extends [unknown, ...infer Rest] ? Rest : never
) {
  await onMenu(await store, info, tab)
}
// No test can open the browser's own menu: it calls what the menu calls.
if (__LOOPBACK_IS_PUBLIC__) Object.assign(globalThis, { clip })
chrome.runtime.onInstalled.addListener(({ reason }) => {
  makeMenu()
  if (reason === 'install') void chrome.tabs.create({ url: chrome.runtime.getURL('/consent.html') })
})
void chrome.alarms.create(TICK, { periodInMinutes: 0.5 })
chrome.alarms.onAlarm.addListener(() => void work())
chrome.runtime.onMessage.addListener((message: { kind: string }, _, answer) => {
  if (message.kind === 'work') void work()
  if (message.kind === 'trouble') answer(trouble ?? null)
  if (message.kind !== 'self-test') return false
  void selfTest().then(answer)
  return true
})
void work()

async function selfTest(): Promise<SelfTestLine[]> {
  const pairing = await openJournal(await store).pairing()
  await setRules(pairing)
  return runSelfTest(pairing)
}

/** What keeps the node from working at all; the log may be what it cannot write. */
let trouble: Sentence | null | undefined
async function setTrouble(now: Sentence | null): Promise<void> {
  if (trouble === now) return
  trouble = now
  await chrome.action.setBadgeText({ text: now ? '!' : '' })
}

/** Who deleted everything is back at the beginning, whatever the node was doing. The alarm comes back to anything else. */
async function again(error: unknown): Promise<void> {
  if (error instanceof Deleted) called = true
  else {
    console.error(error)
    const { name, message } = error as Error
    await setTrouble(
      name === 'QuotaExceededError' ? sentence('storageFull') : sentence('troubled', quoted(message || name)),
    )
  }
}

/** Hosts that were taken back in the browser's own page: said in the log, and no more asked from now on. */
async function takenBack(origins: string[]): Promise<void> {
  const memory = await store
  const agreement = await agreementOf(memory)
  const hosts = [...new Set(origins.map((origin) => origin.replace(/^[^:]*:\/\/|\/\*$/g, '')))]
  if (!agreement || hosts.length === 0) return
  const said = sentence(
    'permissionTaken',
    hosts.map((host) => (host === '*' ? sentence('everySite') : quoted(host))),
  )
  await openJournal(memory.under(agreement)).log(Date.now(), 'info', 'permission', said)
  await work()
}
chrome.permissions.onRemoved.addListener(({ origins = [] }) => void takenBack(origins))

async function run(): Promise<void> {
  called = false
  const node = await openExtensionNode(await store)
  let next = node ? await node.tick() : Number.POSITIVE_INFINITY
  await setTrouble(null)
  while (!called && node && next - Date.now() < ALARM_AFTER) {
    await sleep(Math.min(STIR_EACH, Math.max(50, next - Date.now())))
    await chrome.runtime.getPlatformInfo()
    if (!called && Date.now() >= next) next = await node.tick()
  }
  if (!called && Number.isFinite(next)) await chrome.alarms.create(DUE, { when: next })
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve
    setTimeout(resolve, milliseconds)
  })
}
