import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { consentsOf, revoke } from '@rowright/pipeline/consent'
import { changesOf, numberChanges, publish } from '@rowright/pipeline/release'
import { consentsToAnchor } from '@rowright/pipeline/settlement'
import { othersDone, testDatabase } from '@rowright/testing'
import { askFor } from '@rowright/testing/collectScene'
import { afterAll, expect, test } from 'vitest'
import { releasedPages } from './testing/releasedPages.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'operator-consent-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const URLS = ['https://news.example/1', 'https://news.example/2', 'https://blog.example/3']

test('[CLT-37, REL-8, REL-12, CON-7] pages are released under their operator’s consent; when it ends each gets a tombstone, and no more is leased', async () => {
  const at = await releasedPages(db, blobs, URLS)
  const [consent] = await db.tx((ctx) => consentsOf(ctx, at.node.personId))
  const { rows: stands } = await db.pool.query('select consent_id from release_consent where pool_id = $1', [
    at.poolId,
  ])
  expect(stands.map((row) => row.consent_id)).toContain(consent!.id)
  const anchored = await db.tx((ctx) => consentsToAnchor(ctx, 100))
  expect(anchored.map((one) => one.consentId)).toContain(consent!.id)

  await db.tx((ctx) => revoke(ctx, { poolId: at.poolId, consentId: consent!.id, secret: consent!.secret! }))
  await othersDone(db)
  await db.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 86_400 }))
  const tombstones = await db.tx((ctx) =>
    changesOf(ctx, { poolId: at.poolId, since: 0, limit: 100, kind: 'tombstone' }),
  )
  expect(tombstones.map(({ action, reason }) => [action, reason])).toEqual(
    URLS.map(() => ['delete', 'consent-ended']),
  )
  const { rows: releases } = await db.pool.query(
    'select withdrawn_at is not null as withdrawn from release where pool_id = $1',
    [at.poolId],
  )
  expect(releases).toEqual([{ withdrawn: true }])
  await expect(db.tx((ctx) => publish(ctx, blobs, { poolId: at.poolId }))).rejects.toMatchObject({
    code: 'release/no-rows',
  })
  expect(await askFor(db, at.node, 'net', 1, at.campaignId)).toMatchObject({
    leases: [],
    consentNeeded: [at.poolId],
  })
})
