import { type Ctx, emit } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { backOff } from './giveBack.ts'

/** One signal that was found, as a decision names it. */
export interface SourceSignal {
  signal: string
  stance: 'refuses' | 'permits' | 'unclear'
  where: string
  text: string
  reason: string
}

/** What a page's source says about taking it, by robots.txt, every opt-out and the page itself. */
export type SourceSaid =
  | { kind: 'permits' | 'refuses'; reason: string; evidence: readonly SourceSignal[] }
  /** It could not be asked. `busy`: the host asks for time. */
  | { kind: 'silent'; busy: boolean; retryAfter?: number; detail: string }

/** How the platform asks a source, through a guard against private addresses; never throws. */
export type AskSource = (url: string) => Promise<SourceSaid>

export interface WantedSource {
  poolId: string
  clipId: string
  url: string
  host: string
}

const TRIES = 3
/** A source that could not be asked is asked again after this. */
const RETRY_SECONDS = 600

/** The next clip whose source is to be asked, at a time that suits its host: the bucket is the nodes'. [CLT-24, CLT-38] */
export async function nextClip(ctx: Ctx): Promise<WantedSource | null> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; id: string; url: string; host: string }>(sql`
    with found as (select c.pool_id, c.id, c.url, h.name as host from clip c join host h on h.name = c.host
      where c.state = 'asking' and c.due_at <= ${ctx.now()} and h.next_at <= ${ctx.now()}
      order by c.due_at limit 1 for update of c, h skip locked),
    later as (update host set next_at = ${ctx.now()}::timestamptz + make_interval(secs => delay_seconds) from found where name = found.host),
    mine as (update clip k set due_at = ${ctx.now()}::timestamptz + make_interval(secs => ${RETRY_SECONDS}) from found
      where k.pool_id = found.pool_id and k.id = found.id)
    select * from found`)
  const row = rows[0]
  return row ? { poolId: row.pool_id, clipId: row.id, url: row.url, host: row.host } : null
}

/** Takes in what a source said of a clip; the first word of two workers counts. [CLT-38] */
export async function tellClip(ctx: Ctx, wanted: WantedSource, said: SourceSaid): Promise<void> {
  const { poolId, clipId } = wanted
  if (said.kind === 'silent') {
    if (said.busy) await backOff(ctx, wanted.host, said.retryAfter)
    return heardNothing(ctx, wanted, said.detail)
  }
  const state = said.kind === 'permits' ? 'permitted' : 'refused'
  const { rows } = await ctx.tx.execute<{ blob: string }>(sql`
    update clip set state = ${state}, reason = ${said.reason}, evidence = ${JSON.stringify(said.evidence)}::jsonb
    where pool_id = ${poolId} and id = ${clipId} and state = 'asking' returning blob`)
  if (!rows[0]) return
  if (state === 'refused') await emit(ctx, 'clip.settled', poolId, { blob: rows[0].blob })
  else await emit(ctx, 'clip.permitted', poolId, { clipId })
}

/** Who cannot be asked has not permitted (RFC 9309 §2.3.1.4 for robots.txt): after three tries the clip goes. */
async function heardNothing(ctx: Ctx, { poolId, clipId }: WantedSource, detail: string): Promise<void> {
  const { rows } = await ctx.tx.execute<{ blob: string; state: string }>(sql`
    update clip set tries = tries + 1, reason = ${detail}, state = case when tries + 1 < ${TRIES} then 'asking' else 'refused' end
    where pool_id = ${poolId} and id = ${clipId} and state = 'asking' returning blob, state`)
  if (rows[0]?.state === 'refused') await emit(ctx, 'clip.settled', poolId, { blob: rows[0].blob })
}
