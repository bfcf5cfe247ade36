import {
  ChainError,
  type ChainEvent,
  type Deployment,
  followLogs,
  identifyChain,
  type Reader,
  readGrace,
} from '@rowright/chain'
import { type Database, followedPlaces, notePlace, withTx } from '@rowright/db'
import { BlockNotFoundError } from 'viem'
import { getBlock, getBlockNumber } from 'viem/actions'
import { recordEvent } from './recordEvent.ts'
import { rewind } from './rewind.ts'

const SYSTEM = { kind: 'system', name: 'follower' } as const
/** Blocks read in one request and recorded in one transaction. */
const RANGE = 1_000
/** Places looked at, newest first, for the last block that both sides know; before them is the beginning. */
const PLACES = 5_000

export interface Followed {
  /** Number of the last block that was read. */
  block: number
  events: number
}

/**
 * Reads new blocks and records what happened in them, in order, each range in one transaction with the place it
 * ends. [FOL-1, FOL-2] When the chain went backwards it first rewinds to the last block both know. [FOL-3] Callers
 * hold a lock; without it everything is still recorded once.
 * @throws ChainError `chain/wrong-chain` when another chain answers: nothing was written. [FOL-4]
 */
export async function follow(
  database: Database,
  client: Reader,
  at: Deployment,
  confirmations: number,
): Promise<Followed> {
  const head = Number(await getBlockNumber(client, { cacheTime: 0 })) - confirmations
  let from = await commonAncestor(database, client, at)
  let events = 0
  while (from < head) {
    const to = Math.min(head, from + RANGE)
    // The hash first: should the chain go back in between, the logs are of other blocks than the hash and the next
    // call rewinds them.
    const hash = await hashOf(client, to)
    if (hash === null) break
    const found = await followLogs(client, at, BigInt(from + 1), BigInt(to))
    const times = await blockTimes(client, found)
    const graceSeconds = found.some((event) => event.name === 'RevocationEpochOpened')
      ? await readGrace(client, at)
      : 0
    await withTx(database, SYSTEM, async (ctx) => {
      for (const event of found) await recordEvent(ctx, at, event, times, graceSeconds)
      await notePlace(ctx, at.genesisHash, { number: to, hash })
    })
    events += found.length
    from = to
  }
  return { block: from, events }
}

/** The last block that we read and the chain still has; what was recorded after it is taken back. */
async function commonAncestor(database: Database, client: Reader, at: Deployment): Promise<number> {
  const known = await withTx(database, SYSTEM, (ctx) => followedPlaces(ctx, at.genesisHash, PLACES))
  const newest = known[0]
  if (newest && (await hashOf(client, newest.number)) === newest.hash) return newest.number

  const { genesisHash } = await identifyChain(client)
  if (genesisHash !== at.genesisHash) {
    throw new ChainError('chain/wrong-chain', 'Another chain answers than the one the contracts are on.', {
      hint: 'Point RPC_URL at the old chain, or start with --redeploy to deploy again and go on from the ledger.',
      context: { expected: at.genesisHash, found: genesisHash },
    })
  }
  const start = at.block - 1
  if (!newest) return start
  let ancestor = start
  for (const place of known.slice(1)) {
    if ((await hashOf(client, place.number)) !== place.hash) continue
    ancestor = place.number
    break
  }
  await rewind(database, client, at, ancestor)
  return ancestor
}

/** The hash of a block, or null when the chain is not that long. A chain that does not answer is an error. */
async function hashOf(client: Reader, number: number): Promise<string | null> {
  try {
    return (await getBlock(client, { blockNumber: BigInt(number) })).hash
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null
    throw error
  }
}

/** Times of the blocks of purchases, which start a license's term, and of revocation epochs, which start its grace. */
async function blockTimes(client: Reader, events: ChainEvent[]): Promise<Map<bigint, Date>> {
  const numbers = new Set(
    events
      .filter((event) => event.name === 'LicensePurchased' || event.name === 'RevocationEpochOpened')
      .map((event) => event.blockNumber),
  )
  const blocks = await Promise.all([...numbers].map((blockNumber) => getBlock(client, { blockNumber })))
  return new Map(blocks.map((block) => [block.number, new Date(Number(block.timestamp) * 1000)]))
}
