import { join } from 'node:path'
import { type Ctx, type Database, folderBlobStore, openDatabase, silentLog, withTx } from '@rowright/db'
import { refit } from '@rowright/pipeline/consensus'
import { revoke } from '@rowright/pipeline/consent'
import { createApiKey } from '@rowright/pipeline/people'
import { latestRelease, publish, type Release } from '@rowright/pipeline/release'
import { earningsOf } from '@rowright/pipeline/reward'
import { judge } from '@rowright/pipeline/settlement'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { privateKeyToAccount } from 'viem/accounts'
import { ADA, DAN } from '../../apps/worker/src/testing/scene.ts'
import { quiet } from '../../scripts/runtime/progress.ts'
import type { System } from '../../scripts/runtime/system.ts'
import { startThrowawaySystem } from '../../scripts/runtime/throwaway.ts'
import { newToken, type Site } from '../replay/account.ts'
import { callerOf } from '../replay/api.ts'
import { waitFor } from '../replay/concurrently.ts'
import { openHttp } from '../replay/http.ts'
import { asOld } from './asOld.ts'
import type { Config } from './clients.ts'
import { sellOn } from './sell.ts'

/** A running system with a pool of two releases and a buyer who licensed it on chain. */
export interface World {
  config: Omit<Config, 'phase'>
  system: System & { dataDir: string }
  /** What the sale brought her, in base units, as soon as it was distributed. */
  revenueOfChen(): Promise<bigint>
  /** Chen, who alone answered the second campaign, ends her consent; resolves when the next version is there. */
  endConsent(): Promise<void>
  stop(): Promise<void>
}

const FIRST = 300
const SECOND = 100
const SYSTEM = { kind: 'system', name: 'interop' } as const

/**
 * Opens it. Its worker publishes successors at once, and old files are gone after some seconds. Its first version is one
 * of before rows named their kind of question. @param python with the clients.
 */
export async function openWorld(python: string, say: (line: string) => void): Promise<World> {
  say('… Starting a throw-away system')
  const env = { REPUBLISH_SECONDS: '0', DELETE_AFTER_SECONDS: '20', RATE_FACTOR: '100' }
  const system = await startThrowawaySystem({
    purpose: 'interop',
    progress: quiet,
    counts: { web: 0 },
    demo: false,
    env,
    epochSeconds: 2,
  })
  const database = openDatabase(system.databaseUrl, { log: silentLog, size: 4 })
  const stop = async () => {
    await database.pool.end()
    await system.stop()
  }
  try {
    return { ...(await fill(system, database, python, say)), system, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function fill(
  system: System & { dataDir: string },
  database: Database,
  python: string,
  say: (line: string) => void,
) {
  const blobs = folderBlobStore(join(system.dataDir, 'blobs'))
  const tx = <T>(work: (ctx: Ctx) => Promise<T>) => withTx(database, SYSTEM, work)
  const site = await siteOf(system)
  const token = await newToken(site, privateKeyToAccount(DAN.privateKey))
  const dan = callerOf(site.http, token)
  say(`… A pool of ${FIRST + SECOND} rows in two releases, and a license of it`)
  const made = await tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada', ADA.address)
    const pool = await newPool(ctx, ada)
    const people = []
    for (const name of ['bo', 'chen']) {
      const person = await newPerson(ctx, name)
      people.push({ ...person, consentId: await giveConsent(ctx, pool, person) })
    }
    return { pool, bo: people[0]!, chen: people[1]! }
  })
  const { pool, bo, chen } = made
  const answered = async (prefix: string, count: number, by: typeof bo) =>
    tx(async (ctx) => {
      const items = Array.from({ length: count }, (_, i) => `${prefix} ${i}`)
      const campaign = await newCampaign(ctx, pool, { items, overlap: 1, method: 'majority' })
      await answerAll(ctx, campaign, by, (id) => (id.endsWith('7') ? 'no' : 'yes'))
      await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
      await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
      return publish(ctx, blobs, { poolId: pool.id })
    })
  const releases = [await answered('first', FIRST, bo), await answered('second', SECOND, chen)]
  const licenseId = await sellOn({ url: system.url, rpcUrl: system.rpcUrl, tx }, pool)
  await waitFor(
    'The license shows',
    () =>
      dan
        .get<{ items: { id: string }[] }>('/v1/licenses')
        .then(({ items }) => items.find(({ id }) => id === licenseId) ?? null),
    site,
  )
  const built = (release: Release) =>
    waitFor(
      'The files are built',
      () => dan.get(`/v1/licenses/${licenseId}/releases/${release.id}/files`).catch(() => null),
      site,
    )
  for (const release of releases) await built(release)
  await asOld(python, { database, blobs }, releases[0]!)

  const me = await dan.get<{ id: string }>('/v1/me')
  const { key } = await tx((ctx) => createApiKey(ctx, { personId: me.id, name: 'interop' }))
  const version = ({ version, id, rows }: Release) => ({ version, releaseId: id, rows })
  const config: World['config'] = {
    url: system.url,
    profile: await dan.post(`/v1/licenses/${licenseId}/profile.share`),
    key,
    poolId: pool.id,
    share: `license-${licenseId}`,
    versions: releases.map(version),
  }
  const endConsent = async () => {
    const actor = { kind: 'person' as const, personId: chen.id, steward: false }
    await withTx(database, actor, (ctx) => revoke(ctx, { poolId: pool.id, consentId: chen.consentId }))
    const next = await waitFor(
      'The next version',
      async () => {
        const latest = await tx((ctx) => latestRelease(ctx, pool.id))
        return latest!.version === 3 ? latest! : null
      },
      site,
    )
    await built(next)
    config.versions.push(version(next))
  }
  const revenueOfChen = () =>
    waitFor(
      'Revenue is distributed',
      async () => {
        const { pools } = await tx((ctx) => earningsOf(ctx, chen.id))
        return pools.find((one) => one.revenue > 0n)?.revenue ?? null
      },
      site,
    )
  return { config, endConsent, revenueOfChen }
}

async function siteOf(system: System): Promise<Site> {
  const signal = new AbortController().signal
  const http = openHttp([system.url], signal)
  const instance = await callerOf(http).get<Site['instance']>('/v1/instance')
  return { http, instance, keySeed: 'interop', signal }
}
