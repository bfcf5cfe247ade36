import { sha256 } from '@noble/hashes/sha2.js'

const MINHASHES = 128
const SHINGLE_WORDS = 5
/** Words that are fingerprinted; a book's later chapters do not change which book it is. */
const MOST_WORDS = 200_000

export interface Fingerprints {
  /** SHA-256 of the normalized text, hex. */
  sha256: string
  /** Charikar 2002, over 5-word shingles, 16 hex digits. */
  simhash: string
  /** Broder 1997, 128 minima over 5-word shingles. */
  minhash: Uint32Array
}

/** Fingerprints of a text; all three are of the normalized text, so case, blanks and punctuation do not matter. */
export function fingerprint(text: string): Fingerprints {
  const normalized = normalizeText(text)
  const words = normalized === '' ? [] : normalized.split(' ').slice(0, MOST_WORDS)
  const hashes = shingleHashes(words)
  return { sha256: hex(sha256(utf8(normalized))), simhash: simhash(hashes), minhash: minhash(hashes) }
}

/** NFKC, lower case, letters and digits only, one blank between words; scripts without blanks by character. */
export function normalizeText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, ' $& ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** Share of shingles in common (Jaccard₅), estimated: standard error at most 0.045 with 128 minima. */
export function estimateJaccard(a: Uint32Array, b: Uint32Array): number {
  let same = 0
  for (let at = 0; at < MINHASHES; at++) if (a[at] === b[at]) same++
  return same / MINHASHES
}

/** Bits in which two simhashes differ, 0…64. */
export function simhashDistance(a: string, b: string): number {
  let different = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  let count = 0
  for (; different > 0n; different &= different - 1n) count++
  return count
}

/** Two 32-bit hashes of each distinct shingle; a text of fewer than five words is one shingle. */
function shingleHashes(words: string[]): [high: number, low: number][] {
  const seen = new Set<string>()
  const hashes: [number, number][] = []
  for (let at = 0; at === 0 || at + SHINGLE_WORDS <= words.length; at++) {
    const shingle = words.slice(at, at + SHINGLE_WORDS).join(' ')
    if (shingle === '' || seen.has(shingle)) continue
    seen.add(shingle)
    hashes.push([murmur(shingle, 0x9747b28c), murmur(shingle, 0x3c6ef372)])
  }
  return hashes
}

function simhash(hashes: [number, number][]): string {
  const votes = new Int32Array(64)
  for (const [high, low] of hashes) {
    for (let bit = 0; bit < 32; bit++) {
      votes[bit]! += (high >>> (31 - bit)) & 1 ? 1 : -1
      votes[32 + bit]! += (low >>> (31 - bit)) & 1 ? 1 : -1
    }
  }
  const half = (from: number) =>
    votes.subarray(from, from + 32).reduce((word, vote) => ((word << 1) | (vote > 0 ? 1 : 0)) >>> 0, 0)
  return [half(0), half(32)].map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** One permutation each: (a·x + b) mod 2³², mixed, with odd a. The coefficients are part of the format. */
const FACTORS = Uint32Array.from({ length: MINHASHES }, (_, at) => mix(2 * at + 1) | 1)
const TERMS = Uint32Array.from({ length: MINHASHES }, (_, at) => mix(2 * at + 2))

function minhash(hashes: [number, number][]): Uint32Array {
  const minima = new Uint32Array(MINHASHES).fill(0xffffffff)
  // Plain loops over typed arrays: three times faster than destructuring, and a node and its instance both do it a lot.
  for (let n = 0; n < hashes.length; n++) {
    const low = hashes[n]![1]
    for (let at = 0; at < MINHASHES; at++) {
      const value = mix((Math.imul(low, FACTORS[at]!) + TERMS[at]!) >>> 0)
      if (value < minima[at]!) minima[at] = value
    }
  }
  return minima
}

/** The finalizer of MurmurHash3 (Appleby), a bijection of 32 bits. */
function mix(value: number): number {
  let h = value >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** MurmurHash3 x86 32 over UTF-16 units. */
function murmur(text: string, seed: number): number {
  let h = seed
  for (let at = 0; at < text.length; at++) {
    let k = Math.imul(text.charCodeAt(at), 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    h ^= Math.imul(k, 0x1b873593)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  return mix(h ^ text.length)
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
