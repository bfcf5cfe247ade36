import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { othersDone, testDatabase } from '@rowright/testing'
import { giveConsent, newPerson } from '@rowright/testing/factories'
import { newSale, sell } from '@rowright/testing/sale'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, expect, test } from 'vitest'
import { revoke } from '../consent/index.ts'
import { attachPayout } from '../people/index.ts'
import { latestRelease, numberChanges, republishNext } from '../release/index.ts'
import { askEditions, askEditionsOf, deliverFiles, openBlob, publishFiles } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'named-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const anAddress = () => `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(20))).toString('hex')}`
const publishAll = async (poolId: string) => {
  await database.tx((ctx) => askEditions(ctx, poolId))
  while ((await publishFiles(database.database, blobs)) > 0);
}
interface Holder {
  poolId: string
  releaseId: string
  personId: string
  licenseId: string
}
/** The edition that a licensee gets, the votes of its first row, and its files by path. */
async function had(who: Holder) {
  const { edition, files } = await database.tx((ctx) => deliverFiles(ctx, who, 'files'))
  const parts = Object.fromEntries(files.map((part) => [part.path, part]))
  const file = new Uint8Array(await blobs.get(parts['rows-0.parquet']!.sha256)).buffer
  const [row] = (await parquetReadObjects({ file, compressors })) as { votes: string }[]
  return { edition: edition.name, votes: row!.votes, parts }
}

test('[EXP-9] who is denied by name gets nothing of that consent, who is allowed gets it beside their class', async () => {
  const [acme, other, second] = [anAddress(), anAddress(), anAddress()]
  const made = await database.tx((ctx) =>
    newSale(ctx, blobs, {
      items: ['a', 'b'],
      labelers: 3,
      classes: [['anyone'], ['academic'], ['anyone']],
      named: [{ denied: [acme] }, { allowed: [acme] }, { denied: [second] }],
      purposeMask: 2,
      address: acme,
    }),
  )
  const at = { poolId: made.pool.id, releaseId: made.release.id }
  const asAcme = { ...at, personId: made.buyer.id, licenseId: made.licenseId }
  const asEve = await database.tx(async (ctx) => ({
    ...at,
    personId: (await newPerson(ctx, 'eve', other)).id,
    licenseId: await sell(ctx, made.pool.id, other, 2),
  }))
  await publishAll(at.poolId)
  const first = await had(asAcme)
  expect(first.votes, 'the first denies Acme, the second allows it by name').toBe('{"yes":2}')
  expect(first.edition).toMatch(/^model-training\.anyone\.[0-9a-f]{16}$/)
  expect(await had(asEve), 'whom nobody names has their class').toMatchObject({
    edition: 'model-training.anyone',
    votes: '{"no":1,"yes":1}',
  })

  // Another wallet of the same account is denied as well: what was built before is not for it any more.
  await database.tx((ctx) => attachPayout(ctx, { personId: asAcme.personId, address: second }))
  await expect(had(asAcme)).rejects.toMatchObject({ code: 'export/building' })
  const { sha256 } = first.parts['rows-0.parquet']!
  await expect(
    database.tx((ctx) => openBlob(ctx, { sha256, licenseId: asAcme.licenseId })),
  ).rejects.toMatchObject({ code: 'export/unknown-blob' })
  await database.tx((ctx) => askEditionsOf(ctx, asAcme.personId))
  await publishAll(at.poolId)
  expect((await had(asAcme)).votes).toBe('{"yes":1}')
})

test('[EXP-9] changes are against what the same licensee had, though another consent has named them since', async () => {
  const acme = anAddress()
  const made = await database.tx((ctx) =>
    newSale(ctx, blobs, {
      items: ['a', 'b'],
      labelers: 3,
      classes: [['academic'], ['academic'], ['anyone']],
      address: acme,
    }),
  )
  const { pool, people } = made
  const holder = { poolId: pool.id, personId: made.buyer.id, licenseId: made.licenseId }
  await publishAll(pool.id)
  expect(await had({ ...holder, releaseId: made.release.id })).toMatchObject({
    edition: 'research.anyone',
    votes: '{"yes":1}',
  })

  await database.tx(async (ctx) => giveConsent(ctx, pool, await newPerson(ctx, 'carol'), { denied: [acme] }))
  const ended = people[0]!
  await database.tx((ctx) => revoke(ctx, { poolId: pool.id, consentId: ended.consentId }), {
    kind: 'person',
    personId: ended.id,
    steward: false,
  })
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 1_000 }))
  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  await publishAll(pool.id)
  const second = (await database.tx((ctx) => latestRelease(ctx, pool.id)))!
  const { edition, parts } = await had({ ...holder, releaseId: second.id })
  expect(edition).toMatch(/^research\.anyone\.[0-9a-f]{16}$/)
  expect(parts['changes.parquet'], 'what ended was never theirs').toMatchObject({ rows: 0 })
})
