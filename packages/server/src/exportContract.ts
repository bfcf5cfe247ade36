import type { Shape } from '@rowright/pipeline/export'
import { z } from 'zod'
import { id, time } from './contract.ts'

const hash = z.string()
const ppm = z.number()
const rate = z.object({ ppm, lowPpm: ppm, highPpm: ppm })

/** What a buyer is told about a release before buying it; shares and errors are ppm. */
export const quality = z.object({
  estimatedError: z.object({
    basis: z.enum(['gold', 'confidence']),
    ppm,
    lowPpm: ppm.nullable(),
    highPpm: ppm.nullable(),
    tasks: z.number(),
  }),
  /** Of transcriptions, by character and by word; releases of before it was measured have none. */
  textErrors: z.array(z.object({ campaign: z.string(), texts: z.number(), cer: rate, wer: rate })).optional(),
  agreement: z.array(z.object({ campaign: z.string(), alphaPpm: ppm.nullable(), annotations: z.number() })),
  annotationsPerRow: z.object({ mean: z.number(), least: z.number(), most: z.number() }),
  confidenceBins: z.array(z.number()),
  /** Of rows with one label as their answer; absent in releases without, or of before it was stated. */
  labels: z.array(z.object({ value: z.string(), rows: z.number() })).optional(),
  methods: z.array(z.object({ method: z.string(), version: z.string(), rows: z.number() })),
  provenance: z.array(z.object({ level: z.string(), rows: z.number(), sharePpm: ppm })),
  madeBy: z.array(z.object({ madeBy: z.string(), annotations: z.number(), sharePpm: ppm })),
  consent: z.object({ annotations: z.number(), leftOut: z.number() }),
})

export const releaseQuality = z.object({
  releaseId: id,
  poolId: id,
  version: z.number(),
  rows: z.number(),
  labelers: z.number(),
  annotations: z.number(),
  manifestSha256: hash,
  /** Ed25519, base64, over `rowright.manifest.v1`, a line feed and `manifestSha256`; the key is in `/v1/instance`. */
  manifestSignature: z.string(),
  /** Null in releases of before there was one. */
  quality: quality.nullable(),
  /** Set when a consent in it has ended: nobody gets it anew. */
  withdrawnAt: time.nullable(),
  deleteBy: time.nullable(),
})

export const exportFiles = z.object({
  releaseId: id,
  poolId: id,
  version: z.number(),
  licenseId: z.string(),
  /** `all`, or the use that rows were left out for. */
  edition: z.string(),
  rows: z.number(),
  /** Signed as the public one is. */
  manifest: z.object({ url: z.string(), sha256: hash, signature: z.string() }),
  items: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(['parquet', 'zstd', 'jsonl', 'changes']),
      sha256: hash,
      bytes: z.number(),
      rows: z.number(),
      /** Opens without a header until `expiresAt`. */
      url: z.string(),
      expiresAt: time,
      /** Opens with an API key (Bearer or Basic), always. */
      keyUrl: z.string(),
    }),
  ),
})

export const change = z.object({
  /** Go on from the last one you have: `?since=`. */
  seq: z.number(),
  kind: z.enum(['release', 'tombstone', 'erratum']),
  releaseId: id.nullable(),
  version: z.number().nullable(),
  rowId: z.string().nullable(),
  /** Delete the row, or take it anew from the next version. */
  action: z.enum(['delete', 'replace']).nullable(),
  reason: z.string().nullable(),
  /** Of an erratum: the value that releases have, and the right one; null where nobody stands behind one. */
  was: z.string().nullable(),
  corrected: z.string().nullable(),
  effectiveAt: time,
  deleteBy: time.nullable(),
})
export const changes = z.object({ items: z.array(change), nextSince: z.number(), hasMore: z.boolean() })

/** How a cell is made, without what it says. Sizes are to one significant digit. */
export const shape: z.ZodType<Shape> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), characters: z.number().optional() }),
    z.object({ kind: z.literal('hash'), hexDigits: z.number() }),
    z.object({ kind: z.literal('picture'), bytes: z.number() }),
    z.object({ kind: z.enum(['number', 'truth', 'nothing']) }),
    z.object({ kind: z.literal('list'), items: z.number(), of: shape }),
    z.object({ kind: z.literal('object'), members: z.record(z.string(), shape), others: z.number() }),
  ]),
)

/** What anybody sees of a release's rows before buying it. */
export const sample = z.object({
  releaseId: id,
  poolId: id,
  version: z.number(),
  /** Of the release; `items` has five of them at most. */
  rows: z.number(),
  /** Why cells are masked: consents are for licensees, and showing to the public is none of their purposes. */
  masked: z.literal('consents-are-for-licensees'),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['string', 'double', 'integer']),
      nullable: z.boolean(),
      description: z.string(),
    }),
  ),
  /** By column: the value where it tells of nobody, otherwise its shape. */
  items: z.array(
    z.record(
      z.string(),
      z.union([
        z.object({ shown: z.union([z.string(), z.number(), z.null()]) }),
        z.object({ masked: shape }),
      ]),
    ),
  ),
})
