import { openJournal } from '@rowright/node'
import { openExtensionNode } from './extensionNode.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import { setRules } from './layers.ts'
import { runSelfTest } from './selfTest.ts'
import { startWatching } from './watch.ts'

const TICK = 'tick'
/** The browser ends a worker that is idle for 30 s; what is longer off is left to the alarm. */
const LONGEST = 20_000

/** The worker may be ended at any moment: the alarm starts it again, and the journal says where it was. [NOD-1] */
startWatching()
let working: Promise<void> | null = null
const work = () => {
  working ??= run().finally(() => {
    working = null
  })
  return working
}
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'install') void chrome.tabs.create({ url: chrome.runtime.getURL('/consent.html') })
})
void chrome.alarms.create(TICK, { periodInMinutes: 0.5 })
chrome.alarms.onAlarm.addListener(() => void work())
chrome.runtime.onMessage.addListener((message: { kind: string }, _, answer) => {
  if (message.kind === 'work') void work()
  if (message.kind !== 'self-test') return false
  void withWalls().then(runSelfTest).then(answer)
  return true
})
void work()

async function withWalls(): Promise<void> {
  await setRules(await openJournal(await openIndexedDbStore()).pairing())
}

async function run(): Promise<void> {
  const node = await openExtensionNode(await openIndexedDbStore())
  if (!node) return
  for (let next = await node.tick(); next - Date.now() < LONGEST; next = await node.tick())
    await new Promise((wake) => setTimeout(wake, Math.max(50, next - Date.now())))
}
