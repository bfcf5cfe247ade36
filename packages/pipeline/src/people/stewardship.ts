import type { Ctx } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { setApart } from './clusters.ts'
import { badStewardLink, cannotUndo, sayWhetherApart, unknownFlag, unknownPerson } from './errors.ts'
import { flag, person, role, stewardAction, stewardLink } from './people.sql.ts'

/** Makes a one-time link token. [PEO-7] @param input.seconds how long it works. */
export async function makeStewardLink(ctx: Ctx, input: { seconds: number }): Promise<string> {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
  const expiresAt = new Date(ctx.now().getTime() + input.seconds * 1000)
  await ctx.tx.insert(stewardLink).values({ hash: sha256Hex(token), expiresAt })
  return token
}

/** Uses a one-time link: the person becomes a steward. @throws RowrightError `people/bad-steward-link`. */
export async function enterAsSteward(ctx: Ctx, input: { personId: string; token: string }): Promise<void> {
  const { rowCount } =
    await ctx.tx.execute(sql`update steward_link set used_by = ${input.personId}, used_at = ${ctx.now()}
    where hash = ${sha256Hex(input.token)} and used_at is null and expires_at > ${ctx.now()}`)
  if (rowCount !== 1) throw badStewardLink()
  await ctx.tx.insert(role).values({ personId: input.personId, role: 'steward' }).onConflictDoNothing()
  await record(ctx, input.personId, 'entered by one-time link', { personId: input.personId })
}

export async function isSteward(ctx: Ctx, personId: string): Promise<boolean> {
  const rows = await ctx.tx
    .select()
    .from(role)
    .where(and(eq(role.personId, personId), eq(role.role, 'steward')))
  return rows.length > 0
}

/** Appends to the log of steward actions. [PEO-8] @returns the action's id. */
export async function record(
  ctx: Ctx,
  actor: string | null,
  action: string,
  detail: Record<string, unknown>,
  undoes?: bigint,
) {
  const [row] = await ctx.tx
    .insert(stewardAction)
    .values({ actor, action, detail, undoes: undoes ?? null })
    .returning()
  return row!.id
}

export async function setRole(
  ctx: Ctx,
  input: { actor: string; personId: string; granted: boolean; undoes?: bigint },
) {
  const [found] = await ctx.tx.select().from(person).where(eq(person.id, input.personId))
  if (!found) throw unknownPerson(input.personId)
  if (input.granted)
    await ctx.tx.insert(role).values({ personId: input.personId, role: 'steward' }).onConflictDoNothing()
  else await ctx.tx.delete(role).where(and(eq(role.personId, input.personId), eq(role.role, 'steward')))
  await record(
    ctx,
    input.actor,
    input.granted ? 'role granted' : 'role revoked',
    { personId: input.personId, role: 'steward' },
    input.undoes,
  )
}

export async function setSuspended(
  ctx: Ctx,
  input: { actor: string; personId: string; reason: string | null; undoes?: bigint },
) {
  const [found] = await ctx.tx
    .update(person)
    .set({ suspendedAt: input.reason === null ? null : ctx.now(), suspendedReason: input.reason })
    .where(eq(person.id, input.personId))
    .returning()
  if (!found) throw unknownPerson(input.personId)
  const detail = { personId: input.personId, ...(input.reason === null ? {} : { reason: input.reason }) }
  await record(ctx, input.actor, input.reason === null ? 'unsuspended' : 'suspended', detail, input.undoes)
}

/** Raises a flag for the stewards. The same kind and subject is raised once while it is open; `once`: ever. */
export async function raiseFlag(
  ctx: Ctx,
  input: { kind: string; subject: string; evidence: Record<string, unknown>; once?: boolean },
) {
  await ctx.tx.execute(sql`insert into flag (kind, subject, evidence)
    select ${input.kind}, ${input.subject}, ${JSON.stringify(input.evidence)}::jsonb
    where not exists (select 1 from flag where kind = ${input.kind} and subject = ${input.subject}
      and (resolved_at is null or ${input.once ?? false}))`)
}

/**
 * @param input.apart whether the accounts of a `same-hands` flag are not one; taken back when the flag is reopened. [PEO-13]
 * @throws RowrightError `people/unknown-flag`; `people/say-whether-apart` when such a flag is resolved without it.
 */
export async function setFlagResolved(
  ctx: Ctx,
  input: { actor: string; id: string; resolved: boolean; note?: string; undoes?: bigint; apart?: boolean },
) {
  const [found] = await ctx.tx
    .update(flag)
    .set({ resolvedAt: input.resolved ? ctx.now() : null })
    .where(eq(flag.id, input.id))
    .returning({ id: flag.id, kind: flag.kind, evidence: flag.evidence })
  if (!found) throw unknownFlag(input.id)
  const joins = found.kind === 'same-hands'
  if (joins && input.resolved && input.apart === undefined) throw sayWhetherApart()
  if (joins && (input.apart || !input.resolved)) {
    const { persons } = found.evidence as { persons: string[] }
    await setApart(ctx, { persons, apart: input.resolved })
  }
  const detail = { flagId: input.id, ...(input.note ? { note: input.note } : {}) }
  await record(ctx, input.actor, input.resolved ? 'flag resolved' : 'flag reopened', detail, input.undoes)
}

/** Resolves the open flag of a kind and subject that a decision elsewhere has answered, if there is one. */
export async function answerFlag(
  ctx: Ctx,
  input: { actor: string; kind: string; subject: string; note: string },
): Promise<void> {
  const open = await ctx.tx
    .select({ id: flag.id })
    .from(flag)
    .where(and(eq(flag.kind, input.kind), eq(flag.subject, input.subject), isNull(flag.resolvedAt)))
  for (const { id } of open)
    await setFlagResolved(ctx, { actor: input.actor, id, resolved: true, note: input.note })
}

/**
 * An action of this kind that is about to be taken back elsewhere; null when it is of another kind.
 * @throws RowrightError `people/cannot-undo`.
 */
export async function beginUndo(ctx: Ctx, actionId: bigint, kind: string) {
  const action = await lockUndo(ctx, actionId)
  return action.action === kind ? action : null
}

async function lockUndo(ctx: Ctx, actionId: bigint) {
  // Two stewards who undo the same action take turns: the second finds it undone.
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`undo ${actionId}`}, 0))`)
  const [action] = await ctx.tx.select().from(stewardAction).where(eq(stewardAction.id, actionId))
  const undone = await ctx.tx.select().from(stewardAction).where(eq(stewardAction.undoes, actionId))
  if (!action || undone.length > 0) throw cannotUndo()
  return action
}

/** Takes back an action by its opposite, which is an action of its own. @throws RowrightError `people/cannot-undo`. */
export async function undoAction(ctx: Ctx, input: { actor: string; actionId: bigint }): Promise<void> {
  const action = await lockUndo(ctx, input.actionId)
  const detail = action.detail as { personId?: string; flagId?: string; reason?: string }
  const by = { actor: input.actor, undoes: action.id }
  if (action.action === 'suspended')
    await setSuspended(ctx, { ...by, personId: detail.personId!, reason: null })
  else if (action.action === 'role granted')
    await setRole(ctx, { ...by, personId: detail.personId!, granted: false })
  else if (action.action === 'role revoked')
    await setRole(ctx, { ...by, personId: detail.personId!, granted: true })
  else if (action.action === 'flag resolved')
    await setFlagResolved(ctx, { ...by, id: detail.flagId!, resolved: false })
  else throw cannotUndo()
}
