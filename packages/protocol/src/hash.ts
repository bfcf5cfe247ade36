import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeAbiParameters, type Hex, keccak256 } from 'viem'
import { canonicalJson } from './canonical.ts'

/** SHA-256 (FIPS 180-4) of text (UTF-8) or bytes, 64 hex digits without `0x`. */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data))
}

/** SHA-256 of the canonical JSON (RFC 8785) of a value. */
export function hashJson(value: unknown): string {
  return sha256Hex(canonicalJson(value))
}

/** HMAC-SHA-256 (RFC 2104), 64 hex digits. */
export function hmacHex(key: Uint8Array, data: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(data)))
}

/** A commitment that hides its value: SHA-256 over a 32-byte salt and the canonical JSON of the value. */
export function saltedCommitment(saltHex: string, value: unknown): string {
  return sha256Hex(concatBytes(hexToBytes(saltHex), utf8ToBytes(canonicalJson(value))))
}

/** The hash lock of a revocation secret: keccak256(abi.encode(secret)), as `Consents.revoke` computes it. */
export function revocationLock(secret: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }], [secret]))
}

/** A UUID as a bytes32 (left-padded), the form pools and campaigns have on chain. */
export function uuidToBytes32(uuid: string): Hex {
  return `0x${uuid.replaceAll('-', '').padStart(64, '0')}`
}

/** The inverse of `uuidToBytes32`, or null when the word is not a UUID's. */
export function bytes32ToUuid(word: Hex): string | null {
  const digits = word.slice(2).toLowerCase()
  if (!/^0{32}[0-9a-f]{32}$/.test(digits)) return null
  const d = digits.slice(32)
  return `${d.slice(0, 8)}-${d.slice(8, 12)}-${d.slice(12, 16)}-${d.slice(16, 20)}-${d.slice(20)}`
}
