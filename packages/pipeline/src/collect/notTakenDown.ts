import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** Of these pages those that no accepted request covers. [CLT-35] */
export async function notTakenDown<T extends { url: string; host: string }>(
  ctx: Ctx,
  pages: readonly T[],
): Promise<T[]> {
  const { rows } = await ctx.tx.execute<{ scope: string; host: string; urls: string[] }>(sql`
    select t.scope, t.host, t.urls from take_down t where t.decision = 'accepted' and exists (
      select 1 from unnest(${sql.param([...new Set(pages.map((page) => page.host))])}::text[]) as h(name)
      where h.name = t.host or h.name like '%.' || t.host)`)
  const hosts = rows.filter((row) => row.scope === 'host').map((row) => row.host)
  const urls = new Set(rows.flatMap((row) => row.urls))
  return pages.filter(
    ({ url, host }) => !urls.has(url) && !hosts.some((name) => host === name || host.endsWith(`.${name}`)),
  )
}
