export { openSources, type SourceSaid } from './askSource.ts'
export { type Clipped, type ReadClip, readClip } from './clip.ts'
export type { Answer, Ask, Fetcher, FetchFailure } from './fetcher.ts'
export { type Called, type Instance, openInstance } from './instance.ts'
export { type Journal, openJournal, type Pairing, type Rest } from './journal.ts'
export { type Look, openLooks } from './lookAt.ts'
export { memoryStore } from './memoryStore.ts'
export { type CollectionNode, type NodeDeps, type NodeMe, openNode } from './node.ts'
export { openListings } from './readSeed.ts'
export {
  CATEGORIES,
  DEFAULT_SETTINGS,
  type Settings,
  settingsSchema,
  type Usage,
  whyHostBlocked,
  whyPaused,
} from './settings.ts'
export type { LogLevel, LogLine, Store } from './store.ts'
export { bytesWords, moneyWords } from './words/figures.ts'
export { consentWords, takenWords } from './words/pageWords.ts'
export { inEnglish, sentence } from './words/sentences.ts'
export type { Done, Work } from './work.ts'
