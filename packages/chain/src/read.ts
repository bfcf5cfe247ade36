import type { Address, Hex } from 'viem'
import { readContract } from 'viem/actions'
import type { Reader } from './client.ts'
import type { Deployment } from './deployment.ts'
import { asChainError } from './errors.ts'
import { consentsAbi, dataPoolsAbi, licensesAbi, rewardsAbi, testDollarAbi } from './generated/abi.ts'

/** Amounts are in the token's smallest unit, times in seconds since 1970. */
export interface RewardsState {
  activeRoot: Hex
  pending: { root: Hex; epoch: bigint; activatesAt: bigint } | null
  lastEpoch: bigint
  funded: bigint
  declared: bigint
  /** What the contract holds of the token: at least `funded - declared`. */
  balance: bigint
}

export function readRewards(
  client: Reader,
  at: Deployment,
  token: Address = at.token,
): Promise<RewardsState> {
  const rewards = { address: at.rewards, abi: rewardsAbi } as const
  return reading('readRewards', async () => {
    const [activeRoot, pending, lastEpoch, funded, declared, balance] = await Promise.all([
      readContract(client, { ...rewards, functionName: 'activeRoot' }),
      readContract(client, { ...rewards, functionName: 'pending' }),
      readContract(client, { ...rewards, functionName: 'lastEpoch' }),
      readContract(client, { ...rewards, functionName: 'funded', args: [token] }),
      readContract(client, { ...rewards, functionName: 'declared', args: [token] }),
      readContract(client, {
        address: token,
        abi: testDollarAbi,
        functionName: 'balanceOf',
        args: [at.rewards],
      }),
    ])
    const [root, epoch, activatesAt] = pending
    return {
      activeRoot,
      pending: BigInt(root) === 0n ? null : { root, epoch, activatesAt },
      lastEpoch,
      funded,
      declared,
      balance,
    }
  })
}

/** What an account has been paid of a token since the beginning. */
export function readClaimed(
  client: Reader,
  at: Deployment,
  account: Address,
  token = at.token,
): Promise<bigint> {
  return reading('readClaimed', () =>
    readContract(client, {
      address: at.rewards,
      abi: rewardsAbi,
      functionName: 'claimed',
      args: [account, token],
    }),
  )
}

export function readPool(client: Reader, at: Deployment, poolId: Hex) {
  return reading('readPool', () =>
    readContract(client, {
      address: at.dataPools,
      abi: dataPoolsAbi,
      functionName: 'poolOf',
      args: [poolId],
    }),
  )
}

/** What was ever funded for a campaign. */
export function readCampaignFunded(
  client: Reader,
  at: Deployment,
  poolId: Hex,
  campaignId: Hex,
): Promise<bigint> {
  return reading('readCampaignFunded', () =>
    readContract(client, {
      address: at.dataPools,
      abi: dataPoolsAbi,
      functionName: 'campaignFunded',
      args: [poolId, campaignId],
    }),
  )
}

export function readOffer(client: Reader, at: Deployment, offerId: bigint) {
  return reading('readOffer', () =>
    readContract(client, {
      address: at.licenses,
      abi: licensesAbi,
      functionName: 'offerOf',
      args: [offerId],
    }),
  )
}

/** A license, and whether deliveries may be made under it now. */
export function readLicense(client: Reader, at: Deployment, licenseId: bigint) {
  const licenses = { address: at.licenses, abi: licensesAbi, args: [licenseId] } as const
  return reading('readLicense', async () => {
    const [license, valid] = await Promise.all([
      readContract(client, { ...licenses, functionName: 'licenseOf' }),
      readContract(client, { ...licenses, functionName: 'isValid', blockTag: 'pending' }),
    ])
    return { ...license, valid }
  })
}

/** License money of an offer that `distribute` has not sent to Rewards yet. */
export function readUndistributed(client: Reader, at: Deployment, offerId: bigint): Promise<bigint> {
  return reading('readUndistributed', () =>
    readContract(client, {
      address: at.licenses,
      abi: licensesAbi,
      functionName: 'undistributed',
      args: [offerId],
    }),
  )
}

/** Block time at which a consent ended on chain, 0 if it has not. */
export function readRevokedAt(client: Reader, at: Deployment, lock: Hex): Promise<bigint> {
  return reading('readRevokedAt', () =>
    readContract(client, { address: at.consents, abi: consentsAbi, functionName: 'revokedAt', args: [lock] }),
  )
}

/** Seconds that licensees have to acknowledge a revocation epoch. */
export const readGrace = (client: Reader, at: Deployment): Promise<number> =>
  reading('readGrace', async () =>
    Number(await readContract(client, { address: at.licenses, abi: licensesAbi, functionName: 'grace' })),
  )

/** Least seconds between two revocation epochs of a pool. */
export const readRevocationGap = (client: Reader, at: Deployment): Promise<number> =>
  reading('readRevocationGap', async () =>
    Number(
      await readContract(client, { address: at.consents, abi: consentsAbi, functionName: 'revocationGap' }),
    ),
  )

export function readTokenBalance(client: Reader, token: Address, account: Address): Promise<bigint> {
  return reading('readTokenBalance', () =>
    readContract(client, { address: token, abi: testDollarAbi, functionName: 'balanceOf', args: [account] }),
  )
}

async function reading<T>(action: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw asChainError(error, action)
  }
}
