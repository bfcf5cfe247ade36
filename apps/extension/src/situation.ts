import { type Journal, openJournal, type Store, sentence } from '@rowright/node'

const BATTERY_PAGE = 'battery.html'
const FRESH = 60_000

/** Why the machine itself should rest. */
export type Situation = 'metered' | 'battery' | null
export const SITUATION_WORDS = {
  metered: sentence('restMetered'),
  battery: sentence('restBattery'),
} as const

/** Looks at the line each time, at the battery once a minute: that takes a page, for workers are not told. */
export function openSituation(journal: Journal): () => Promise<Situation> {
  let battery: { at: number; onBattery: boolean } | null = null
  return async () => {
    const { pauseOnMetered, pauseOnBattery } = await journal.settings()
    if (pauseOnMetered && isMetered()) return 'metered'
    if (!pauseOnBattery) return null
    if (!battery || Date.now() - battery.at > FRESH)
      battery = { at: Date.now(), onBattery: await isOnBattery() }
    return battery.onBattery ? 'battery' : null
  }
}

/** Now, for a page of the extension, which may look at the battery itself. */
export async function situationHere(store: Store): Promise<Situation> {
  const { pauseOnMetered, pauseOnBattery } = await openJournal(store).settings()
  if (pauseOnMetered && isMetered()) return 'metered'
  return pauseOnBattery && !(await charging()) ? 'battery' : null
}

function isMetered(): boolean {
  const { connection } = navigator as unknown as { connection?: { saveData?: boolean; type?: string } }
  return connection?.saveData === true || connection?.type === 'cellular'
}

/** Whether the machine is plugged in; one that cannot say has no battery. */
export async function charging(): Promise<boolean> {
  const { getBattery } = navigator as unknown as { getBattery?: () => Promise<{ charging: boolean }> }
  return getBattery === undefined || (await getBattery.call(navigator)).charging
}

async function isOnBattery(): Promise<boolean> {
  if (!(await chrome.offscreen.hasDocument()))
    await chrome.offscreen.createDocument({
      url: BATTERY_PAGE,
      reasons: ['BATTERY_STATUS' as chrome.offscreen.Reason],
      justification: 'Rests while the machine runs on its battery.',
    })
  const answer = (await chrome.runtime.sendMessage({ kind: 'battery' })) as { charging: boolean } | undefined
  await chrome.offscreen.closeDocument()
  return answer?.charging === false
}
