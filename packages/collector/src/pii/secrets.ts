import { sha256 } from '@noble/hashes/sha2.js'
import { createBase58check } from '@scure/base'
import { wordlist as english } from '@scure/bip39/wordlists/english.js'
import { wordlist as traditionalChinese } from '@scure/bip39/wordlists/traditional-chinese.js'
import { type Finding, matchesOf } from './finding.ts'

const LENGTHS = [24, 21, 18, 15, 12]
const WORD = /[a-z]{3,8}|\p{Script=Han}/giu
const LISTS = [english, traditionalChinese].map((words) => new Map(words.map((word, index) => [word, index])))

/**
 * Wallet seed phrases (BIP-39, English and traditional Chinese): 12 to 24 words of the list in a row whose
 * checksum is right. Prose seldom has twelve in a row, and then passes the checksum once in sixteen.
 */
export function findSeedPhrases(text: string): Finding[] {
  const tokens = [...text.matchAll(WORD)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
  return LISTS.flatMap((known) => {
    const found: Finding[] = []
    let from = 0
    for (let to = 0; to <= tokens.length; to++) {
      const joined =
        to < tokens.length && known.has(tokens[to]!.word) && (to === from || isGap(text, tokens, to))
      if (joined) continue
      found.push(...phrasesIn(tokens.slice(from, to), known))
      from = to < tokens.length && known.has(tokens[to]!.word) ? to : to + 1
    }
    return found
  })
}

interface Token {
  word: string
  start: number
  end: number
}

/** Words of a phrase are parted by blanks, commas or their numbers ("1. abandon 2. ability"). */
function isGap(text: string, tokens: Token[], at: number): boolean {
  const between = text.slice(tokens[at - 1]!.end, tokens[at]!.start)
  return between.length <= 8 && /^[\s,;.)\-"'\d]*[\s,;.)\-"'][\s,;.)\-"'\d]*$/.test(between)
}

function phrasesIn(run: Token[], known: Map<string, number>): Finding[] {
  const indices = run.map(({ word }) => known.get(word)!)
  const found: Finding[] = []
  for (let at = 0; at + 12 <= run.length; at++) {
    const length = LENGTHS.find((count) => at + count <= run.length && passesChecksum(indices, at, count))
    if (length === undefined) continue
    found.push({ kind: 'seed-phrase', start: run[at]!.start, end: run[at + length - 1]!.end })
    at += length - 1
  }
  return found
}

/** BIP-39: 11 bits a word; the last 1/33 of them are the first bits of the SHA-256 of the others. */
function passesChecksum(indices: number[], at: number, count: number): boolean {
  const entropy = new Uint8Array((count * 4) / 3)
  const checkBits = count / 3
  let pending = 0
  let bits = 0
  let filled = 0
  for (let word = 0; word < count; word++) {
    pending = (pending << 11) | indices[at + word]!
    bits += 11
    while (bits >= 8 && filled < entropy.length) {
      bits -= 8
      entropy[filled++] = pending >>> bits
      pending &= (1 << bits) - 1
    }
  }
  return pending === sha256(entropy)[0]! >>> (8 - checkBits)
}

const PEM = /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g
const PEM_END = /-----END (?:[A-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g
const HEX_KEY = /(?<![\w])(?:0x)?[0-9a-f]{64}(?!\w)/gi
const NAMED_KEY = /(?:private|secret|wallet|signing)[ _-]?key|privkey|\bseed\b|私鑰|私钥/i
const BASE58_KEY = /(?<!\w)(?:[5KLc9][1-9A-HJ-NP-Za-km-z]{50,51}|[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107})(?!\w)/g
/** Keys of services that mark them: AWS, GitHub, Slack, Google, Stripe and OpenAI. */
const MARKED_KEY =
  /(?<!\w)(?:AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{60,90}|xox[baprs]-[0-9A-Za-z-]{10,80}|AIza[\w-]{35}|sk_live_[0-9A-Za-z]{20,60}|sk-(?:proj-)?[\w-]{32,160})(?!\w)/g

/** Private keys: PEM blocks, base58check (WIF, BIP-32), hex beside its name, and marked service keys. */
export function findSecretKeys(text: string): Finding[] {
  return [
    ...pemBlocks(text),
    ...matchesOf(text, 'secret-key', BASE58_KEY, isBase58check),
    ...matchesOf(text, 'secret-key', MARKED_KEY),
    ...matchesOf(text, 'secret-key', HEX_KEY, (_, start) =>
      NAMED_KEY.test(text.slice(Math.max(0, start - 60), start)),
    ),
  ]
}

/** A block without its end runs to the end of the text: half a key is a key. */
function pemBlocks(text: string): Finding[] {
  const ends = [...text.matchAll(PEM_END)].map((match) => match.index + match[0].length)
  let next = 0
  return [...text.matchAll(PEM)].map(({ index: start }) => {
    while (next < ends.length && ends[next]! <= start) next++
    return { kind: 'secret-key', start, end: ends[next] ?? text.length }
  })
}

const base58check = createBase58check(sha256)

function isBase58check(text: string): boolean {
  try {
    base58check.decode(text)
    return true
  } catch {
    // The library has no other way to say that a checksum is wrong.
    return false
  }
}
