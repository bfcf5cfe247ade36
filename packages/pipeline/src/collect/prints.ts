import type { Fingerprints } from '@rowright/collector/fingerprint'

/** What agreement is measured by. */
export type Prints = Pick<Fingerprints, 'sha256' | 'minhash'>

/** As columns: the MinHash is 128 words of 32 bits, big-endian. */
export function packed({ sha256, simhash, minhash }: Fingerprints) {
  return { sha256, simhash: BigInt.asIntN(64, BigInt(`0x${simhash}`)), minhash: packedMinhash(minhash) }
}

export function packedMinhash(minhash: Uint32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(minhash.length * 4))
  for (const [at, word] of minhash.entries()) bytes.setUint32(at * 4, word)
  return new Uint8Array(bytes.buffer)
}

export function printsOf(row: { sha256: string; minhash: Uint8Array }): Prints {
  const bytes = new DataView(row.minhash.buffer, row.minhash.byteOffset, row.minhash.byteLength)
  const minhash = Uint32Array.from({ length: row.minhash.byteLength / 4 }, (_, at) => bytes.getUint32(at * 4))
  return { sha256: row.sha256, minhash }
}
