import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** AES-256-GCM (NIST SP 800-38D): 12-byte nonce, ciphertext, 16-byte tag. */
export function seal(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** @throws Error when the key is another or the bytes were changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

/** The person's sealing key, made at first use. [CON-6] */
export async function sealingKey(ctx: Ctx, personId: string): Promise<Uint8Array> {
  const { rows } = await ctx.tx.execute<{ key: Buffer }>(sql`
    insert into consent_key (person_id, key) values (${personId}, ${randomBytes(32)})
    on conflict (person_id) do update set person_id = excluded.person_id returning key`)
  return rows[0]!.key
}

/** Deletes the key: the secrets sealed under it are gone for good. [CON-6] */
export async function eraseSealingKey(ctx: Ctx, personId: string): Promise<void> {
  await ctx.tx.execute(sql`delete from consent_key where person_id = ${personId}`)
}
