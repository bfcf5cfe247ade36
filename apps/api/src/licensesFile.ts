import { type Actor, withTx } from '@rowright/db'
import { isSteward, notASteward } from '@rowright/pipeline/people'
import { type RequestContext, type SoldView, type System, soldIn, soldViews } from '@rowright/server'
import type { Hono } from 'hono'
import { textFile, wholeAccount } from './textFile.ts'

const PAGE = 500

const COLUMNS: Record<string, (one: SoldView) => string | number | null | undefined> = {
  license: ({ id }) => id,
  pool: ({ poolName }) => poolName,
  pool_id: ({ poolId }) => poolId,
  offer: ({ offerId }) => offerId,
  buyer: ({ buyer }) => buyer?.name,
  buyer_id: ({ buyer }) => buyer?.personId,
  licensee: ({ licensee }) => licensee,
  by_invoice: ({ kept }) => String(kept),
  order_number: ({ orderNumber }) => orderNumber,
  purposes: ({ purposes }) => purposes.join(' '),
  licensee_class: ({ licenseeClass }) => licenseeClass,
  bought_at: ({ boughtAt }) => boughtAt,
  expires_at: ({ expiresAt }) => expiresAt,
  standing: ({ standing }) => standing,
  acknowledge_epoch: ({ acknowledge }) => acknowledge?.epoch,
  acknowledge_by: ({ acknowledge }) => acknowledge?.by,
  acknowledgment_asked_at: ({ acknowledge }) => acknowledge?.askedAt,
  price: ({ price }) => price,
  treasury: ({ treasury }) => treasury,
  sources: ({ sources }) => sources,
  contributors: ({ contributors }) => contributors,
  distributed_in_epoch: ({ distributedIn }) => distributedIn,
  transaction: ({ transaction }) => transaction,
}

/** The licenses of all pools as CSV (RFC 4180), for the steward's books; narrowed as their list is. [LIC-16] */
export function mountLicensesFile(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
): void {
  app.get('/v1/steward/licenses.csv', async (c) => {
    const personId = wholeAccount(await contextOf(c.req.raw))
    const filter = soldIn.parse(c.req.query())
    const actor: Actor = { kind: 'person', personId, steward: true }
    const pageBehind = (before: string | undefined) =>
      withTx(system.database, actor, async (ctx) => {
        if (!(await isSteward(ctx, personId))) throw notASteward()
        return soldViews(ctx, { ...filter, before, limit: PAGE })
      })
    const first = await pageBehind(undefined)
    async function* lines() {
      yield `${Object.keys(COLUMNS).join(',')}\r\n`
      for (let page = first; ; page = await pageBehind(page.items.at(-1)!.id)) {
        for (const one of page.items)
          yield `${Object.values(COLUMNS)
            .map((of) => cell(of(one)))
            .join(',')}\r\n`
        if (!page.more) return
      }
    }
    return textFile('licenses.csv', 'text/csv; charset=utf-8; header=present', lines())
  })
}

/** Always quoted. Names and numbers of orders are buyers' own: none is a formula to the program that opens the file. */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  return `"${/^[=+\-@\t\r]/.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`
}
