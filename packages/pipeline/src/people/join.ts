import { type Ctx, newId } from '@rowright/db'
import { verifyEd25519 } from '@rowright/protocol'
import { eq, sql } from 'drizzle-orm'
import { joinClusters } from './clusters.ts'
import { badDeviceProof, closed, suspended, unknownPerson } from './errors.ts'
import { device, person } from './people.sql.ts'

/** A new person, known by nothing yet. [PEO-1] @returns the id. */
export async function join(ctx: Ctx, input: { name?: string } = {}): Promise<string> {
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    with made as (select ${newId} as id) insert into person (id, cluster_id, name) select id, id, ${input.name ?? null} from made returning id`)
  return rows[0]!.id
}

export type Person = typeof person.$inferSelect

/** @throws RowrightError `people/unknown-person`. */
export async function getPerson(ctx: Ctx, personId: string): Promise<Person> {
  const [found] = await ctx.tx.select().from(person).where(eq(person.id, personId))
  if (!found) throw unknownPerson(personId)
  return found
}

/** Refuses those who may not act. @throws RowrightError `people/suspended`, `people/closed`. */
export async function assertActive(ctx: Ctx, personId: string): Promise<void> {
  const found = await getPerson(ctx, personId)
  if (found.closedAt) throw closed()
  if (found.suspendedAt) throw suspended(found.suspendedReason)
}

export async function rename(ctx: Ctx, input: { personId: string; name: string | null }): Promise<void> {
  await ctx.tx.update(person).set({ name: input.name }).where(eq(person.id, input.personId))
}

/**
 * Registers an Ed25519 key (RFC 8032) of a browser or node. Registering it again changes nothing; persons with
 * the same key are one cluster. [PEO-6, PEO-11]
 * @param input.publicKey base64url of 32 bytes. @param input.proof base64url signature over `rowright.device.v1:<person id>`.
 */
export async function registerDevice(
  ctx: Ctx,
  input: { personId: string; publicKey: string; proof: string },
): Promise<string> {
  const message = new TextEncoder().encode(`rowright.device.v1:${input.personId}`)
  if (!(await verifyEd25519(input.publicKey, input.proof, message))) throw badDeviceProof()
  // The same key twice at once is one device: a person's registrations take turns.
  await ctx.tx.execute(sql`select 1 from person where id = ${input.personId} for update`)
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    with known as (select id from device where person_id = ${input.personId} and public_key = ${input.publicKey}),
    made as (insert into device (person_id, public_key) select ${input.personId}, ${input.publicKey}
             where not exists (select 1 from known) returning id)
    select id from known union all select id from made`)
  const { rows: holders } = await ctx.tx.execute<{ person_id: string }>(
    sql`select distinct person_id from device where public_key = ${input.publicKey}`,
  )
  if (holders.length > 1)
    await joinClusters(
      ctx,
      holders.map((row) => row.person_id),
    )
  return rows[0]!.id
}

/** Whether `key` is a device of the person. */
export async function hasDevice(ctx: Ctx, personId: string, publicKey: string): Promise<boolean> {
  const found = await ctx.tx
    .select({ key: device.publicKey })
    .from(device)
    .where(eq(device.personId, personId))
  return found.some((row) => row.key === publicKey)
}
