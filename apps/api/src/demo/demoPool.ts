import { readCampaignFunded } from '@rowright/chain'
import { createPool, fundCampaign, mintTestDollars, type openSender } from '@rowright/chain/post'
import { type Ctx, withTx } from '@rowright/db'
import { keepTerms } from '@rowright/pipeline/consent'
import { carriedOf, getPool, open, type Pool } from '@rowright/pipeline/pool'
import { RowrightError, uuidToBytes32 } from '@rowright/protocol'
import { poolMetadataHash, type System } from '@rowright/server'
import { encodeAbiParameters, keccak256 } from 'viem'

/** A pool that a local instance starts with. Its ids are the same everywhere, so that seeding again finds it. */
export interface DemoPool {
  id: string
  campaigns: readonly { id: string; budget: bigint }[]
  /** Makes it, with its campaigns open. */
  make(ctx: Ctx, system: System, ownerId: string): Promise<Pool>
}

type Sender = Awaited<ReturnType<typeof openSender>>

/** Opens the pool of a demo with terms that let anybody use it. */
export async function openDemoPool(
  ctx: Ctx,
  requesterId: string,
  words: { id: string; name: string; description: string },
): Promise<Pool> {
  const pool = await open(ctx, {
    ...words,
    requesterId,
    treasuryBps: 0,
    terms: {
      purposes: ['research', 'model-training', 'model-evaluation'],
      licenseeClasses: ['anyone'],
      months: 12,
      note: '',
    },
  })
  await keepTerms(ctx, pool.termsHash, pool.terms)
  return pool
}

/** Makes a pool where it is not, and puts it on chain. Running it again changes nothing. @returns its name. */
export async function seedPool(
  system: System,
  sender: Sender,
  ownerOf: (ctx: Ctx) => Promise<string>,
  demo: DemoPool,
): Promise<string> {
  const pool = await withTx(system.database, { kind: 'system', name: 'seed' }, async (ctx) => {
    const known = await getPool(ctx, demo.id).catch((error: unknown) => {
      if (error instanceof RowrightError && error.code === 'pool/unknown-pool') return null
      throw error
    })
    return known ?? (await demo.make(ctx, system, await ownerOf(ctx)))
  })
  await putOnChain(system, sender, demo, poolMetadataHash(pool))
  return pool.name
}

/**
 * Creates the pool on chain, and funds each campaign up to its budget less what the ledger carried over from earlier
 * chains; what this chain has already is left alone. The follower does the rest.
 */
async function putOnChain(system: System, sender: Sender, demo: DemoPool, metadataHash: `0x${string}`) {
  const at = await system.deployment()
  if (!at) throw new Error('The contracts are not deployed yet; the start command does that before seeding.')
  const salt = uuidToBytes32(demo.id)
  const treasury = sender.account.address
  try {
    await createPool(sender, at, { salt, metadataHash, treasuryBps: 0, treasury })
  } catch (error) {
    if ((error as { revertName?: string }).revertName !== 'PoolExists') throw error
  }
  const poolId = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [treasury, salt]))
  for (const campaign of demo.campaigns) {
    const campaignId = uuidToBytes32(campaign.id)
    const carried = await withTx(system.database, { kind: 'system', name: 'seed' }, (ctx) =>
      carriedOf(ctx, demo.id, campaign.id),
    )
    const lacking = campaign.budget - carried - (await readCampaignFunded(sender, at, poolId, campaignId))
    if (lacking <= 0n) continue
    await mintTestDollars(sender, at, treasury, lacking)
    await fundCampaign(sender, at, { poolId, campaignId, amount: lacking })
  }
}
