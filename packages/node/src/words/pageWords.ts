import { type PersonalDataKind, quoted, type Sentence } from '@rowright/collector'
import type { CollectResult, LeaseFault } from '@rowright/protocol'
import { bytesWords } from './figures.ts'
import { sentence } from './sentences.ts'

/** Pools wait for their consent, which is signed on the instance's page. [NOD-13] */
export function consentWords(pools: number, publicUrl: string): Sentence {
  const { href } = new URL('/node#pools', publicUrl)
  return pools === 1 ? sentence('poolWaits', href) : sentence('poolsWait', pools, href)
}

const TAKEN = {
  email: 'takenEmail',
  phone: 'takenPhone',
  iban: 'takenIban',
  card: 'takenCard',
  ip: 'takenIp',
  'national-id': 'takenNationalId',
  'seed-phrase': 'takenSeedPhrase',
  'secret-key': 'takenSecretKey',
} as const satisfies Record<PersonalDataKind, string>

/** How many of each kind of personal data were taken out. */
export function takenWords(counts: Record<string, number>): Sentence {
  const taken = Object.entries(counts).map(([kind, count]) =>
    sentence(TAKEN[kind as PersonalDataKind], count),
  )
  return taken.length > 0 ? sentence('takenOut', taken) : sentence('noneTaken')
}

/** What was seen and what was done with it: the line that an operator may hold against us. */
export function collectedWords(url: string, result: CollectResult, permission: Sentence): Sentence[] {
  const last = result.hops.at(-1)!
  const redirects = result.hops.length - 1
  const bytes = bytesWords(result.bytes)
  const fetched = sentence(
    'fetched',
    url,
    redirects > 0 ? sentence('afterRedirects', last.status, redirects) : last.status,
    last.ip ? sentence('bytesFrom', bytes, last.ip) : bytes,
  )
  if (result.document === null) return [fetched, sentence('unchangedSince')]
  const { text, language, title, personalData, licenses } = result.document
  const named = title ?? sentence('untitled')
  const words = text.split(/\s+/).length
  return [
    fetched,
    permission,
    language ? sentence('titledIn', named, words, language) : sentence('titled', named, words),
    takenWords(personalData),
    ...(licenses.length > 0 ? [sentence('licenseNamed', licenses[0]!.url)] : []),
  ]
}

const FAULTS = {
  malformed: 'leaseMalformed',
  forged: 'leaseForged',
  'not-mine': 'leaseNotMine',
  'host-not-allowed': 'leaseOtherHost',
  expired: 'leaseExpired',
  'from-the-future': 'leaseFromTheFuture',
} as const satisfies Record<LeaseFault['code'], string>

export const faultWords = ({ code, about }: LeaseFault): Sentence => sentence(FAULTS[code], about)

/** The instance's own words in the log; in other languages those that its code has. [NOD-12] */
export const problemWords = (code: string, text: string): Sentence => quoted(text, code)

/** Where a signal is written: `robots.txt line 12`. */
export function placeWords(where: string): Sentence | string {
  const at = /^(.+) line (\d+)$/.exec(where)
  return at ? { key: 'atLine', with: [at[1]!, at[2]!] } : where
}
