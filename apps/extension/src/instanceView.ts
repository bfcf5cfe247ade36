import { type Journal, moneyWords, type NodeMe, type Settings } from '@rowright/node'
import { byId, h } from './dom.ts'
import { showHosts } from './hostRows.ts'
import type { ExtensionStore } from './indexedDbStore.ts'
import { pairedInstance } from './paired.ts'
import { inWords, t } from './words.ts'

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

function showEarnings({ earned, escrow, token, trust }: NodeMe): void {
  byId('earned-final').textContent = moneyWords(earned.all.final, token)
  byId('earned-pending').textContent = moneyWords(earned.all.pending, token)
  byId('earned-held').textContent = moneyWords(escrow.held, token)
  byId('trust').textContent = t('trustNow', trust.valid, trust.needed)
}

/** What only the instance knows: what was earned and is held, which hosts there are, what there would be. */
export async function showInstance(
  store: ExtensionStore,
  journal: Journal,
  onSettings: (settings: Settings) => void,
): Promise<void> {
  const pairing = await journal.pairing()
  byId('paired-with').textContent = pairing ? t('pairedWith', pairing.url) : t('notPaired')
  const instance = await pairedInstance(store)
  const called = await instance?.call('me', {})
  byId('earnings').hidden = called?.kind !== 'answer'
  byId('instance-said').textContent = called && called.kind !== 'answer' ? inWords(called.said) : ''
  if (called?.kind !== 'answer') return byId('host-rows').replaceChildren(h('li', {}, t('noHosts')))
  showEarnings(called.output)
  showClips(called.output.clips)
  // The form would bring the former list back when it is saved.
  await showHosts(journal, called.output.campaigns, onSettings)
  const { mode } = await journal.settings()
  byId('offers-part').hidden = mode !== 'preview'
  if (mode !== 'preview') return
  const previewed = await instance!.call('leases', {
    requestId: crypto.randomUUID(),
    count: 20,
    preview: true,
  })
  if (previewed.kind !== 'answer') return
  const { token } = called.output
  byId('offers').replaceChildren(
    ...previewed.output.offers.map(({ url, pay }) =>
      h('li', {}, h('span', {}, url), h('b', {}, moneyWords(pay, token))),
    ),
  )
  if (previewed.output.offers.length === 0) byId('offers').replaceChildren(h('li', {}, t('noOffers')))
}
