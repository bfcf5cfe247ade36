import { type BlobStore, type Ctx, emit } from '@rowright/db'
import { buildMerkleTree, canonicalJson } from '@rowright/protocol'
import { type Preparation, preparationsOf } from '../item/index.ts'
import { getPool, type Pool } from '../pool/index.ts'
import { type Assembled, assemble } from './assemble.ts'
import { type Erratum, unlistedErrata } from './errata.ts'
import { noRows, nothingNew } from './errors.ts'
import { type QualityStatement, stateQuality } from './quality.ts'
import type { Questions } from './question.ts'
import { pseudonym } from './row.ts'
import {
  insertConsents,
  insertRelease,
  insertRows,
  insertSources,
  insertWeights,
  latest,
  lockReleases,
  type Release,
} from './store.ts'

/** What everybody may read of a release: commitments and pseudonyms, nothing personal. */
export interface ReleaseManifest {
  kind: 'rowright.release.v1'
  poolId: string
  version: number
  rowsSha256: string
  /** In the order of the lines: `commitment = SHA-256(salt ‖ canonical JSON of the row without its salt)`. */
  rows: { commitment: string }[]
  contributors: { pseudonym: string; weightPpm: string; rows: number }[]
  /** What the hosts of collected pages hold, together; absent without collected rows. */
  sources?: { hosts: number; weightPpm: string }
  /** 1,000,000 per row; what no contributor holds of it is dust when revenue is distributed. */
  totalWeightPpm: string
  /** Of the tree whose leaves are the commitments. */
  merkleRoot: string
  consentCutoff: string
  methods: { method: string; version: string }[]
  /** What was asked, by the name that rows give. */
  questions: Questions
  quality: QualityStatement
  /** How collected documents became items: recipes by collection, with what each rule did; absent without any. */
  preparation?: ({ collectionId: string } & Preparation)[]
  /** Rows of earlier versions that were wrong; absent when there are none. Old and new values are in the feed. */
  errata?: Erratum[]
}

/**
 * Freezes the pool's rows as its next version: two blobs, and who holds what of it. [REL-1..REL-10]
 * @throws RowrightError `release/no-rows`, `release/nothing-new`, `pool/unknown-pool`.
 */
export async function publish(ctx: Ctx, blobs: BlobStore, input: { poolId: string }): Promise<Release> {
  const pool = await getPool(ctx, input.poolId)
  await lockReleases(ctx, pool.id)
  const cutoff = ctx.now()
  const before = await latest(ctx, pool.id)
  const assembled = await assemble(ctx, blobs, pool, cutoff)
  if (assembled.rows.length === 0) throw noRows()
  if (before?.rowsSha256 === assembled.rowsSha256) throw nothingNew(before.version)

  const version = (before?.version ?? 0) + 1
  const merkleRoot = buildMerkleTree(assembled.rows.map((row) => `0x${row.commitment}` as const)).root
  const quality = await stateQuality(ctx, pool.id, assembled.quality, assembled.questions)
  const { errata, seq: errataSeq } = await unlistedErrata(ctx, pool.id, before, assembled.rows)
  const prepared = await preparationsOf(ctx, pool.id)
  const manifest = {
    ...toManifest(pool, assembled, { version, merkleRoot, cutoff }),
    quality,
    ...(prepared.length > 0 ? { preparation: prepared } : {}),
    ...(errata.length > 0 ? { errata } : {}),
  }
  const release = await insertRelease(ctx, {
    poolId: pool.id,
    version,
    rows: assembled.rows.length,
    annotations: assembled.annotations,
    labelers: assembled.labelers,
    rowsSha256: assembled.rowsSha256,
    manifestSha256: await blobs.put(Buffer.from(canonicalJson(manifest))),
    merkleRoot,
    bytes: assembled.bytes,
    meanConfidencePpm: assembled.meanConfidencePpm,
    consentCutoff: cutoff,
    publishedAt: cutoff,
    questions: assembled.questions,
    quality,
    errataSeq,
  })
  const of = { poolId: pool.id, releaseId: release.id }
  await insertRows(ctx, of, assembled.rows)
  await insertConsents(ctx, of, assembled.consents)
  await insertSources(ctx, of, assembled.sources)
  await insertWeights(
    ctx,
    of,
    [...assembled.weights].map(([personId, held]) => ({ personId, ...held })),
  )
  await emit(ctx, 'release.published', pool.id, { releaseId: release.id, version })
  return release
}

function toManifest(
  pool: Pool,
  assembled: Assembled,
  as: { version: number; merkleRoot: string; cutoff: Date },
): Omit<ReleaseManifest, 'quality'> {
  const contributors = [...assembled.weights].map(([personId, held]) => ({
    pseudonym: pseudonym(pool.pseudonymKey, personId),
    weightPpm: String(held.weightPpm),
    rows: held.rows,
  }))
  return {
    kind: 'rowright.release.v1',
    poolId: pool.id,
    version: as.version,
    rowsSha256: assembled.rowsSha256,
    rows: assembled.rows.map(({ commitment }) => ({ commitment })),
    contributors: contributors.sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1)),
    ...(assembled.sources.size > 0 && { sources: heldBySources(assembled.sources) }),
    totalWeightPpm: String(BigInt(assembled.rows.length) * 1_000_000n),
    merkleRoot: as.merkleRoot,
    consentCutoff: as.cutoff.toISOString(),
    methods: assembled.methods,
    questions: assembled.questions,
  }
}

const heldBySources = (sources: Assembled['sources']) => ({
  hosts: sources.size,
  weightPpm: String([...sources.values()].reduce((sum, { weightPpm }) => sum + weightPpm, 0n)),
})
