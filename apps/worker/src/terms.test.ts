import { dataPoolsAbi, openReader } from '@rowright/chain'
import { openSender } from '@rowright/chain/post'
import { recordDeployment } from '@rowright/db'
import { chainTermsOf } from '@rowright/pipeline/pool'
import { testChain, testDatabase } from '@rowright/testing'
import { createTestClient, http, zeroHash } from 'viem'
import { expect, test } from 'vitest'
import { follow } from './follower.ts'
import { ADA, newScene, putOnChain, tx } from './testing/scene.ts'

const database = testDatabase()
const chain = testChain()
const DAY = 86_400

test('[POO-11, FOL-1] terms that wait in the contract are shown with their time, until they are canceled or in force; lost blocks take their word back', async () => {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  const blobs = {} as never // nothing is uploaded
  const scene = await newScene(
    { database: database.database, blobs, rpcUrl: chain.rpcUrl, at },
    { items: 0, labelers: 0, overlap: 1 },
  )
  await putOnChain(scene)
  const ada = await openSender(chain.rpcUrl, ADA.privateKey)
  const anvil = createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })
  const pools = { address: at.dataPools, abi: dataPoolsAbi } as const
  const poolId = scene.chainPoolId
  const schedule = async (treasuryBps: number, sourceBps: number) => {
    const terms = { metadataHash: zeroHash, treasury: ADA.address, treasuryBps, sourceBps }
    const call = { ...pools, functionName: 'scheduleChange', args: [poolId, terms] } as const
    const { blockNumber } = await included(await ada.writeContract(call))
    return Number((await ada.getBlock({ blockNumber })).timestamp) + 2 * DAY
  }
  const included = (hash: `0x${string}`) => ada.waitForTransactionReceipt({ hash })
  const seen = async () => {
    await follow(database.database, openReader(chain.rpcUrl), at, 0)
    return tx(scene, async (ctx) => (await chainTermsOf(ctx, [scene.pool.id])).get(scene.pool.id))
  }
  /** A loaded node may show a receipt a moment before its block is the newest. */
  const shows = () => expect.poll(seen, { timeout: 500_000, interval: 100 })
  const now = { treasuryBps: 0, sourceBps: 0 }
  await shows().toEqual({ ...now, pending: null })

  await schedule(500, 0)
  const availableAt = new Date((await schedule(1_500, 2_000)) * 1000)
  const next = { treasury: ADA.address.toLowerCase(), treasuryBps: 1_500, sourceBps: 2_000, availableAt }
  await shows().toEqual({ ...now, pending: next })

  const before = await anvil.snapshot()
  await included(await ada.writeContract({ ...pools, functionName: 'cancelChange', args: [poolId] }))
  await shows().toEqual({ ...now, pending: null })
  await anvil.revert({ id: before })
  // The cancellation is gone with its block.
  await shows().toEqual({ ...now, pending: next })

  await anvil.increaseTime({ seconds: 2 * DAY })
  await anvil.mine({ blocks: 1 })
  await included(await ada.writeContract({ ...pools, functionName: 'applyChange', args: [poolId] }))
  await shows().toEqual({ treasuryBps: 1_500, sourceBps: 2_000, pending: null })
})
