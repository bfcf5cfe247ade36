import { withTx } from '@rowright/db'
import { termsOfOffer } from '@rowright/pipeline/license'
import { parseIds, type System } from '@rowright/server'
import type { Hono } from 'hono'
import { accepts } from 'hono/accepts'

const WORDS = 'text/markdown'
const ODRL = 'application/ld+json'

/** The terms of an offer as a file: plain words, or the ODRL whose bytes have the hash on chain. [LIC-10] */
export function mountTerms(app: Hono, system: System): void {
  app.get('/v1/pools/:poolId/offers/:offerId/terms', async (c) => {
    const { offerId, ...ids } = c.req.param()
    const { hash, text, document } = await withTx(system.database, { kind: 'public' }, (ctx) =>
      termsOfOffer(ctx, { ...parseIds(ids), offerId }),
    )
    const asked = accepts(c, {
      header: 'Accept',
      supports: [WORDS, ODRL, 'application/json'],
      default: WORDS,
    })
    const type = asked === WORDS || c.req.query('format') === 'markdown' ? WORDS : ODRL
    const wanted = c.req.query('format') === 'odrl' ? ODRL : type
    return c.body(wanted === ODRL ? document : text, 200, {
      'content-type': wanted === ODRL ? ODRL : `${WORDS}; charset=utf-8`,
      vary: 'accept',
      'cache-control': 'public, max-age=60',
      'x-rowright-terms-sha256': hash,
      link: `<${c.req.path}?format=odrl>; rel="alternate"; type="${ODRL}", <${c.req.path}?format=markdown>; rel="alternate"; type="${WORDS}"`,
    })
  })
}
