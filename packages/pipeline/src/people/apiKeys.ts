import type { Ctx } from '@rowright/db'
import { RowrightError, sha256Hex } from '@rowright/protocol'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { audit } from './audit.ts'
import { apiKey } from './people.sql.ts'

const PREFIX = 'rwk_'

/**
 * Makes an API key: `rwk_`, 43 characters of base64url (256 random bits), `_`, six hex digits of SHA-256 as a
 * checksum, so that a mistyped key is refused without a query. Shown once; its SHA-256 is kept. [PEO-7]
 */
export async function createApiKey(
  ctx: Ctx,
  input: { personId: string; name: string; licenseId?: string; mayBuy?: boolean },
) {
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const key = `${PREFIX}${secret}_${sha256Hex(secret).slice(0, 6)}`
  const [row] = await ctx.tx
    .insert(apiKey)
    .values({ ...input, prefix: key.slice(0, 12), hash: sha256Hex(key) })
    .returning()
  const { id: keyId, prefix, licenseId, mayBuy } = row!
  const detail = { keyId, prefix, licenseId, mayBuy }
  await audit(ctx, { personId: input.personId, action: 'key.create', detail })
  return { key, apiKey: row! }
}

export async function apiKeysOf(ctx: Ctx, personId: string) {
  return ctx.tx.select().from(apiKey).where(eq(apiKey.personId, personId)).orderBy(desc(apiKey.createdAt))
}

export async function revokeApiKey(ctx: Ctx, input: { personId: string; id: string }) {
  const [row] = await ctx.tx
    .update(apiKey)
    .set({ revokedAt: sql`coalesce(revoked_at, ${ctx.now()})` })
    .where(and(eq(apiKey.id, input.id), eq(apiKey.personId, input.personId)))
    .returning()
  if (!row) {
    throw new RowrightError('people/unknown-api-key', 'You have no such API key.', {
      status: 404,
      field: 'id',
      hint: 'List your keys with GET /v1/me/api-keys.',
    })
  }
  await audit(ctx, {
    personId: input.personId,
    action: 'key.revoke',
    detail: { keyId: row.id, prefix: row.prefix },
  })
  return row
}

/** @returns the person whose key it is, the license it is for, if it is for one only, and whether it may buy; or null. */
export async function personOfApiKey(
  ctx: Ctx,
  key: string,
): Promise<{ personId: string; licenseId: string | null; mayBuy: boolean } | null> {
  const match = /^rwk_([A-Za-z0-9_-]{43})_([0-9a-f]{6})$/.exec(key)
  if (!match || sha256Hex(match[1]!).slice(0, 6) !== match[2]) return null
  const [row] = await ctx.tx
    .update(apiKey)
    .set({ lastUsedAt: ctx.now() })
    .where(and(eq(apiKey.hash, sha256Hex(key)), isNull(apiKey.revokedAt)))
    .returning({ personId: apiKey.personId, licenseId: apiKey.licenseId, mayBuy: apiKey.mayBuy })
  return row ?? null
}
