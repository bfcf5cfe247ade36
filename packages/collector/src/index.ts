export { type Collected, type CollectedDocument, type CollectInput, collect } from './collect.ts'
export { type DecideInput, decide, decider, licensesOf, type SiteFiles } from './decide.ts'
export { extractText } from './extract/article.ts'
export { HTML_LIMIT } from './extract/bound.ts'
export { decodePage, PAGE_BYTES_LIMIT } from './extract/decode.ts'
export { type DomDocument, parsePage } from './extract/dom.ts'
export { detectLanguage } from './extract/language.ts'
export { type LicenseHint, type Metadata, readLinks, readMetadata } from './extract/metadata.ts'
export {
  estimateJaccard,
  type Fingerprints,
  fingerprint,
  normalizeText,
  simhashDistance,
} from './fingerprint/fingerprint.ts'
export {
  type JudgedPage,
  LISTING_FAULTS,
  type ListingAsk,
  type ListingFault,
  type ListingReply,
} from './listing/listingReply.ts'
export { type ListedPage, type Listing, readListing } from './listing/readListing.ts'
export { AI_AGENTS } from './optout/agents.ts'
export type { Decision, Evidence, Signal } from './optout/evidence.ts'
export type { HeaderPairs } from './optout/response.ts'
export type { RslDocument } from './optout/rsl.ts'
export { type Finding, PERSONAL_DATA_KINDS, type PersonalDataKind } from './pii/finding.ts'
export {
  countPersonalData,
  findPersonalData,
  type PersonalDataCounts,
  redactPersonalData,
} from './pii/redact.ts'
export { ROBOTS_REDIRECTS, type RobotsAccess, type RobotsReply, readRobots } from './robots/access.ts'
export { groupsOf, matchRobots, type RobotsVerdict } from './robots/match.ts'
export {
  parseRobots,
  ROBOTS_BYTES_LIMIT,
  type RobotsFile,
  type RobotsGroup,
  type RobotsPreference,
  type RobotsRule,
} from './robots/parse.ts'
export { quoted, render, type Sentence, speaker, type Words, wordsOf } from './words/sentence.ts'
