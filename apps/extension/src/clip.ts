import { type NodeMe, openJournal, readClip, sentence, takenWords } from '@rowright/node'
import { CLIP_IMAGE_LIMIT } from '@rowright/protocol'
import type { Draft } from './clipMenu.ts'
import { consentWaits } from './consentWaits.ts'
import { byId, h, ready, say } from './dom.ts'
import { openIndexedDbStore } from './indexedDbStore.ts'
import { pairedInstance } from './paired.ts'
import { inWords, t, translate } from './words.ts'

translate()
const store = await openIndexedDbStore()
const clipId = location.hash.slice(1)
const draft = (await store.get(`clip/${clipId}`)) as Draft | undefined
const form = byId('clip-form') as HTMLFormElement
const read = draft ? readClip(draft) : null
const pool = byId('pool') as HTMLSelectElement
const tag = byId('tag') as HTMLSelectElement
let campaigns: NodeMe['campaigns'] = []
let origin = ''

function whyNot(): string | null {
  if (!draft || !read) return t('clipEmpty')
  if (read.kind === 'refusal') return t('clipRefused', inWords(read.said))
  if (draft.kind === 'image' && (!draft.image || draft.image.length > CLIP_IMAGE_LIMIT))
    return t('clipUnreadable')
  if (draft.kind !== 'image' && read.text.trim() === '') return t('clipEmpty')
  return campaigns.length === 0 ? t('clipNoPool') : null
}

function show(): void {
  if (!draft || read?.kind !== 'clip') return
  byId('source').textContent = draft.url
  byId('title').textContent = read.title
  byId('text').textContent = read.text
  byId('taken').textContent = inWords(takenWords(read.taken))
  const picture = byId('picture') as HTMLImageElement
  picture.hidden = !draft.image
  if (draft.image) picture.src = draft.image
  pool.replaceChildren(...campaigns.map(({ campaignId, name }) => h('option', { value: campaignId }, name)))
  showTags()
}

function showTags(): void {
  const chosen = campaigns.find(({ campaignId }) => campaignId === pool.value)
  tag.replaceChildren(...(chosen?.tags ?? []).map((one) => h('option', { value: one }, one)))
  showWaiting()
}

/** A clip goes into its pool under a consent, as everything does. [CLT-36] */
function showWaiting(): void {
  const chosen = campaigns.find(({ campaignId }) => campaignId === pool.value)
  const waits = chosen !== undefined && !chosen.agreed
  byId('clip-waits').replaceChildren(...(waits ? [consentWaits(chosen.poolName, origin)] : []))
  ;(byId('send') as HTMLButtonElement).disabled = waits || whyNot() !== null
}
pool.addEventListener('change', showTags)

async function finish(words: string): Promise<void> {
  await store.delete(`clip/${clipId}`)
  say('clip-said', words)
  for (const button of form.querySelectorAll('button')) button.disabled = true
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  if (!draft || read?.kind !== 'clip') return
  const instance = await pairedInstance(store)
  const { kind, url, image, observedAt } = draft
  const called = await instance!.call('clip', {
    ...{ clipId, campaignId: pool.value, tag: tag.value, kind, url, observedAt },
    ...{ title: read.title, text: read.text },
    ...(image ? { image } : {}),
  })
  if (called.kind !== 'answer') return say('clip-said', inWords(called.said), true)
  const given = sentence('clipGiven', url, kind, read.text.length, tag.value, called.output.state)
  await openJournal(store).log(Date.now(), 'info', 'clip', given, { url })
  await finish(t(called.output.state === 'known' ? 'clipKnown' : 'clipSent'))
})

byId('drop').addEventListener('click', async () => {
  await store.delete(`clip/${clipId}`)
  window.close()
})

async function readCampaigns(): Promise<void> {
  const called = await (await pairedInstance(store))?.call('me', {})
  if (called?.kind === 'answer') campaigns = called.output.campaigns.filter(({ tags }) => tags.length > 0)
}

origin = (await openJournal(store).pairing())?.url ?? ''
await readCampaigns()
show()
const problem = whyNot()
if (problem) {
  say('clip-said', problem, true)
  ;(byId('send') as HTMLButtonElement).disabled = true
}
// Back from the instance's page, where the pool's terms were agreed to.
addEventListener('focus', async () => {
  if (!(await store.get(`clip/${clipId}`))) return
  await readCampaigns()
  showWaiting()
})
ready()
