import { type Ctx, withTx } from '@rowright/db'
import { deliverFiles, type Part, useFor } from '@rowright/pipeline/export'
import type { License } from '@rowright/pipeline/license'
import { releasesOf } from '@rowright/pipeline/release'
import {
  blobUrl,
  notSignedIn,
  openCursor,
  type RequestContext,
  type System,
  sealCursor,
} from '@rowright/server'
import type { Context, Hono } from 'hono'
import { type Asked, askedIn, onlyOne, wholeNumber } from './asked.ts'
import { type ChangeFile, changeFiles } from './changes.ts'
import { badRequest } from './problems.ts'
import { firstSince, header, releaseAt, SCHEMA, shareName, shareOf, sharesOf, TABLE } from './table.ts'

const ROOT = '/delta-sharing'
const TABLE_PATH = `${ROOT}/shares/:share/schemas/:schema/tables/:table` as const

/**
 * The read side of Delta Sharing (PROTOCOL.md of delta-io/delta-sharing), answering `responseformat=parquet`: a license
 * is a share, its pool one table, a release a version. What is withdrawn is a `delete` in the change feed. [DEL-1..DEL-7]
 */
export function mountDeltaSharing(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
): void {
  const asPerson = async <T>(
    c: Context,
    work: (ctx: Ctx, who: RequestContext & { personId: string }) => Promise<T>,
  ) => {
    const who = await contextOf(c.req.raw)
    const { personId } = who
    if (!personId) throw notSignedIn()
    return withTx(system.database, { kind: 'person', personId, steward: false }, (ctx) =>
      work(ctx, { ...who, personId }),
    )
  }
  /** One page of a list. The token is the place to go on from, sealed to list and account. */
  const page = async <T>(c: Context, all: T[]): Promise<{ items: T[]; nextPageToken?: string }> => {
    const { personId } = await contextOf(c.req.raw)
    const of = { account: personId!, list: c.req.path.toLowerCase() }
    const most = wholeNumber('maxResults', c.req.query('maxResults'), badRequest) ?? 500
    const token = c.req.query('pageToken')
    const from = token ? Number(openCursor(system, of, token)) : 0
    const items = all.slice(from, from + most)
    const next = String(from + most)
    return from + most < all.length ? { items, nextPageToken: sealCursor(system, of, next) } : { items }
  }
  const names = (c: Context) => c.req.param() as { share: string; schema?: string; table?: string }

  app.get(`${ROOT}/shares`, async (c) => {
    const shares = await asPerson(c, sharesOf)
    return c.json(
      await page(
        c,
        shares.map((license) => ({ name: shareName(license), id: license.id })),
      ),
    )
  })
  app.get(`${ROOT}/shares/:share`, async (c) => {
    const license = await asPerson(c, (ctx, who) => shareOf(ctx, who, names(c)))
    return c.json({ share: { name: shareName(license), id: license.id } })
  })
  app.get(`${ROOT}/shares/:share/schemas`, async (c) => {
    const license = await asPerson(c, (ctx, who) => shareOf(ctx, who, names(c)))
    return c.json(await page(c, [{ name: SCHEMA, share: shareName(license) }]))
  })
  const tables = async (c: Context) => {
    const license = await asPerson(c, (ctx, who) => shareOf(ctx, who, names(c)))
    const share = shareName(license)
    return c.json(
      await page(c, [{ name: TABLE, schema: SCHEMA, share, shareId: license.id, id: license.poolId }]),
    )
  }
  app.get(`${ROOT}/shares/:share/schemas/:schema/tables`, tables)
  app.get(`${ROOT}/shares/:share/all-tables`, tables)

  const version = async (c: Context) => {
    const since = c.req.query('startingTimestamp')
    const release = await asPerson(c, async (ctx, who) => {
      const { poolId } = await shareOf(ctx, who, names(c))
      return since === undefined
        ? releaseAt(ctx, poolId, {})
        : firstSince(await releasesOf(ctx, poolId), since)
    })
    return c.body(null, 200, { 'delta-table-version': String(release.version) })
  }
  app.get(`${TABLE_PATH}/version`, version)
  // Older clients ask the table itself.
  app.get(TABLE_PATH, version)

  const snapshot = (c: Context, wanted: Omit<Asked, 'limitHint'>) =>
    asPerson(c, async (ctx, who) => {
      const license = await shareOf(ctx, who, names(c))
      const release = await releaseAt(ctx, license.poolId, wanted)
      const asking = { releaseId: release.id, personId: who.personId, licenseId: license.id }
      const given = await deliverFiles(ctx, asking, 'delta')
      const files = given.files.filter((part) => part.kind === 'parquet')
      const bytes = files.reduce((sum, part) => sum + part.bytes, 0)
      return {
        license,
        release,
        files,
        lines: header(license, release, { files: files.length, bytes }),
        now: ctx.now(),
      }
    })

  app.get(`${TABLE_PATH}/metadata`, async (c) => {
    const { release, lines } = await snapshot(c, {})
    return answer(lines, release.version)
  })

  app.post(`${TABLE_PATH}/query`, async (c) => {
    const { limitHint, ...wanted } = await askedIn(c)
    const { license, release, files, lines, now } = await snapshot(c, wanted)
    const some = limitHint === undefined ? files : upTo(files, limitHint)
    const file = (part: Part) => ({
      file: { ...action(part, license, now), stats: JSON.stringify({ numRecords: part.rows }) },
    })
    const ending = wantsEnd(c) ? [{ endStreamAction: {} }] : []
    return answer([...lines, ...some.map(file), ...ending], release.version)
  })

  app.get(`${TABLE_PATH}/changes`, async (c) => {
    const found = await asPerson(c, async (ctx, who) => {
      const license = await shareOf(ctx, who, names(c))
      const span = {
        startingVersion: wholeNumber('startingVersion', c.req.query('startingVersion')),
        endingVersion: wholeNumber('endingVersion', c.req.query('endingVersion')),
        startingTimestamp: c.req.query('startingTimestamp'),
        endingTimestamp: c.req.query('endingTimestamp'),
      }
      const { startingVersion, startingTimestamp, endingVersion, endingTimestamp } = span
      onlyOne({ startingVersion, startingTimestamp })
      onlyOne({ endingVersion, endingTimestamp })
      const changes = await changeFiles(ctx, {
        poolId: license.poolId,
        use: await useFor(ctx, license),
        span,
      })
      return { license, ...changes, now: ctx.now() }
    })
    const { license, files, from, to, now } = found
    const bytes = files.reduce((sum, { part }) => sum + part.bytes, 0)
    const line = ({ kind, part, release }: ChangeFile) => ({
      [kind]: {
        ...action(part, license, now),
        timestamp: release.publishedAt.getTime(),
        version: release.version,
      },
    })
    const ending = wantsEnd(c) ? [{ endStreamAction: {} }] : []
    return answer(
      [...header(license, to, { files: files.length, bytes }), ...files.map(line), ...ending],
      from.version,
    )
  })

  const action = (part: Part, license: License, now: Date) => {
    const { url, expiresAt } = blobUrl(system.config, { sha256: part.sha256, licenseId: license.id, now })
    return {
      url,
      id: part.sha256,
      partitionValues: {},
      size: part.bytes,
      expirationTimestamp: expiresAt.getTime(),
    }
  }
}

/** Only who asks for it may be sent it: the Python client stops at a line it does not know. */
const wantsEnd = (c: Context) =>
  /(^|;)\s*includeendstreamaction=true\b/i.test(c.req.header('delta-sharing-capabilities') ?? '')

function answer(lines: object[], version: number): Response {
  return new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'delta-table-version': String(version),
      'delta-sharing-capabilities': 'responseformat=parquet',
    },
  })
}

/** Files until they have enough rows: a hint, so the last one may have more. */
function upTo(files: readonly Part[], rows: number): Part[] {
  let sum = 0
  return files.filter((part) => {
    const wanted = sum < rows
    sum += part.rows
    return wanted
  })
}
