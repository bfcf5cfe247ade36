import { buildMerkleTree, canonicalJson, saltedCommitment, sha256Hex } from '@rowright/protocol'

import type { Submitted } from './labelers.ts'
import { tally } from './tally.ts'

/** A row of an export, as far as a replay looks at it. */
export interface ExportedRow {
  id: string
  item: Record<string, unknown>
  result: {
    value: string
    confidence: number
    method: string
    version: string
    votes: Record<string, number>
  }
  annotations: { labeler: string; value: string; verdict: string; madeBy: string }[]
  campaign: string
  assignment: string
  weight: number
  salt: string
}

/** What a release's public manifest has. */
export interface Manifest {
  rowsSha256: string
  rows: { commitment: string }[]
  merkleRoot: string
}

export const readRows = (lines: readonly string[]): ExportedRow[] =>
  lines.map((line) => JSON.parse(line) as ExportedRow)

/** SHA-256 over the rows by external id, with what the answers decide and nothing that an instance made up. */
export function contentSha256(rows: readonly ExportedRow[]): string {
  const lines = rows.map(({ id, item, result, annotations, campaign, assignment, weight }) => {
    const said = annotations
      .map(({ value, verdict, madeBy }) => canonicalJson({ value, verdict, madeBy }))
      .sort()
    return { id, line: canonicalJson({ id, item, result, annotations: said, campaign, assignment, weight }) }
  })
  lines.sort((a, b) => (a.id < b.id ? -1 : 1))
  return sha256Hex(lines.map(({ line }) => `${line}\n`).join(''))
}

/** Rows whose commitment is not the manifest's, or -1 when the rows or the tree are not the manifest's at all. */
export function brokenCommitments(rows: readonly ExportedRow[], sha256: string, manifest: Manifest): number {
  const root = buildMerkleTree(manifest.rows.map(({ commitment }) => `0x${commitment}` as const)).root
  if (manifest.rowsSha256 !== sha256 || manifest.merkleRoot !== root) return -1
  if (manifest.rows.length !== rows.length) return -1
  return rows.filter(({ salt, ...row }, i) => saltedCommitment(salt, row) !== manifest.rows[i]!.commitment)
    .length
}

/**
 * Submits that the export does not contain: of each task and value, as many as are missing; and when all are there,
 * all of a labeler whose answers stand under no pseudonym of their own.
 */
export function countLost(
  rows: readonly ExportedRow[],
  submitted: readonly Submitted[],
  names: { taskName: ReadonlyMap<string, string>; labelName: ReadonlyMap<string, string> },
): number {
  const sent = submitted.map(({ task, worker, label }) => ({
    by: worker,
    says: JSON.stringify([names.taskName.get(task), names.labelName.get(label)]),
  }))
  const stored = rows.flatMap(({ id, annotations }) =>
    annotations.map(({ labeler, value }) => ({ by: labeler, says: JSON.stringify([id, value]) })),
  )
  const there = tally(stored.map((one) => one.says))
  let missing = 0
  for (const [says, n] of tally(sent.map((one) => one.says)))
    missing += Math.max(0, n - (there.get(says) ?? 0))
  if (missing > 0) return missing
  const signatures = tally([...signaturesOf(stored).values()].map((one) => one.signature))
  for (const { signature, answers } of signaturesOf(sent).values()) {
    const left = signatures.get(signature) ?? 0
    if (left === 0) missing += answers
    else signatures.set(signature, left - 1)
  }
  return missing
}

/** Answers stored beyond a task's slots. A list campaign has as many slots for a task as labelers listed for it. */
export function countOverCollected(rows: readonly ExportedRow[], slots: ReadonlyMap<string, number>): number {
  return rows.reduce(
    (sum, { id, annotations }) => sum + Math.max(0, annotations.length - (slots.get(id) ?? 0)),
    0,
  )
}

function signaturesOf(answers: readonly { by: string; says: string }[]) {
  const said = Map.groupBy(answers, (one) => one.by)
  return new Map(
    [...said].map(([by, all]) => {
      const signature = sha256Hex(
        all
          .map((one) => one.says)
          .sort()
          .join('\n'),
      )
      return [by, { signature, answers: all.length }]
    }),
  )
}
