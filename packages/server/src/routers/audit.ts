import { auditLines, lastAuditLine } from '@rowright/pipeline/people'
import { NO_HASH } from '@rowright/protocol'
import { z } from 'zod'
import { id, time } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import { signAuditHead, signingKey } from '../signing.ts'
import { personVerb, router } from '../trpc.ts'

const entry = z.object({
  personId: id,
  seq: z.number(),
  at: time,
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** Hash of the line before; zeros for the first. */
  previous: z.string(),
  /** SHA-256 of the canonical JSON of the line without this member. */
  hash: z.string(),
})

const auditHead = z.object({
  personId: id,
  /** Number and hash of the last line; 0 and zeros while the log is empty. */
  seq: z.number(),
  hash: z.string(),
  /** Ed25519, 32 bytes in base64: the key that `GET /v1/instance` names. */
  signer: z.string(),
  /** Of `rowright.audit-head.v1`, account, number and hash, a line each; base64. */
  signature: z.string(),
})

/** What was done under an account: every delivery, key and purchase, chained by hash. */
export const auditRouter = router({
  lines: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/audit' } })
    .input(
      z.object({
        cursor: z.string().max(300).optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
    )
    .output(z.object({ items: z.array(entry), nextCursor: z.string().nullable() }))
    .query(async ({ ctx, input }) => {
      const list = { account: ctx.personId, list: 'audit' }
      const after = input.cursor ? Number(openCursor(ctx.system, list, input.cursor)) : 0
      const found = await auditLines(ctx.c, { personId: ctx.personId, after, limit: input.limit + 1 })
      const items = found.slice(0, input.limit)
      const more = found.length > input.limit
      return { items, nextCursor: more ? sealCursor(ctx.system, list, String(items.at(-1)!.seq)) : null }
    }),

  head: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/audit/head' } })
    .output(auditHead)
    .query(async ({ ctx: { c, personId, system } }) => {
      const last = await lastAuditLine(c, personId)
      const line = { personId, seq: last?.seq ?? 0, hash: last?.hash ?? NO_HASH }
      return { ...line, signer: signingKey(system), signature: signAuditHead(system, line) }
    }),
})
