import { testDatabase } from '@rowright/testing'
import { newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import {
  draftCampaign,
  fundedOf,
  getCampaign,
  getOwnPool,
  getPool,
  orphanFunding,
  recordFunding,
  recordPoolCreated,
  setStatus,
} from './index.ts'

const database = testDatabase()
const OWNER = `0x${'0d'.repeat(20)}`
const event = (poolId: string, campaignId: string, blockNumber: number) => ({
  poolId,
  campaignId,
  transaction: `0x${'aa'.repeat(32)}`,
  logIndex: 7,
  blockNumber,
  funder: OWNER,
  amount: 500n,
})

test('[POO-2] only an address of the requester can put the pool on chain', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester', OWNER))
    const chainPoolId = `0x${'cc'.repeat(32)}`
    expect(
      await recordPoolCreated(ctx, { poolId: pool.id, owner: `0x${'ee'.repeat(20)}`, chainPoolId }),
    ).toBe(false)
    expect(await recordPoolCreated(ctx, { poolId: pool.id, owner: OWNER, chainPoolId })).toBe(true)
    expect((await getPool(ctx, pool.id)).chainPoolId).toBe(chainPoolId)
    const stranger = await newPerson(ctx, 'stranger')
    await expect(getOwnPool(ctx, pool.id, stranger.id)).rejects.toMatchObject({
      code: 'pool/not-the-requester',
    })
  })
})

test('[POO-3] the same event counts once; a vanished block takes it back; its return counts again', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const campaign = await newCampaign(ctx, pool, { items: [], price: 10n })
    const budget = () => balanceOf(ctx, pool.id, accounts.budget(campaign.id))
    expect(await recordFunding(ctx, event(pool.id, campaign.id, 9))).toBe(true)
    expect(await recordFunding(ctx, event(pool.id, campaign.id, 9))).toBe(false)
    expect([await fundedOf(ctx, pool.id, campaign.id), await budget()]).toEqual([500n, 500n])
    expect(await orphanFunding(ctx, 9)).toBe(1)
    expect([await fundedOf(ctx, pool.id, campaign.id), await budget()]).toEqual([0n, 0n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[POO-5] states go forward; a closed campaign stays closed', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const { id } = await newCampaign(ctx, pool, { items: ['a'] })
    const now = () => getCampaign(ctx, pool.id, id)
    await setStatus(ctx, await now(), 'paused')
    await setStatus(ctx, await now(), 'open')
    await setStatus(ctx, await now(), 'closed')
    await expect(setStatus(ctx, await now(), 'open')).rejects.toMatchObject({ code: 'pool/wrong-status' })
  })
})

test('[POO-6] two labels of one value are refused, naming the second', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const labels = ['a', 'b', 'a'].map((value) => ({ value, label: value }))
    const draft = {
      poolId: pool.id,
      name: 'n',
      guidelines: '',
      labels,
      price: 1n,
      stake: 0n,
      overlap: 1,
      goldRatePpm: 0,
      assignment: 'open' as const,
      leaseSeconds: 60,
      holdSeconds: 60,
      method: 'ds' as const,
    }
    await expect(draftCampaign(ctx, draft)).rejects.toMatchObject({ field: 'labels.2.value' })
  })
})
