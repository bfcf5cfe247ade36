import { type Abi, type Address, type Hex, parseAbi } from 'viem'
import { identifyChain } from '../client.ts'
import type { Deployment } from '../deployment.ts'
import { ChainError } from '../errors.ts'
import { consentsAbi, dataPoolsAbi, licensesAbi, rewardsAbi, testDollarAbi } from '../generated/abi.ts'
import { bytecodeOf } from './compile.ts'
import { type Sender, sending } from './sender.ts'

const DAY = 86_400
const timelockConstructor = parseAbi(['constructor(uint256 minDelay, address[] proposers)'])

export interface DeployOptions {
  /** Seconds a posted root waits: 5 on a local chain, 86,400 or more elsewhere. Fixed for ever. */
  window: number
  /** May name the hot roles and list tokens, nothing else. */
  admin: Address
  /** Seconds that changes of roles wait. With it the contracts belong to a Timelock, to which `admin` proposes. */
  timelockDelay?: number
  poster: Address
  publisher: Address
  anchorer: Address
  /** May disable a pending root and nothing else; `admin` by default. */
  guardian?: Address
  /** Seconds between two revocation epochs of a pool, a day by default. Fixed for ever. */
  revocationGap?: number
  /** Seconds a licensee has to acknowledge a revocation epoch, at least and by default 7 days. Fixed for ever. */
  grace?: number
  /** Seconds that changed terms of a pool wait, 2 days by default. Fixed for ever. */
  changeDelay?: number
  /** Seconds between closing a campaign and its settlement, by default and at least 7 days; fixed for ever. */
  refundWindow?: number
  /** The token pools are paid in. Without it a TestDollar is deployed, which belongs on test chains only. */
  token?: Address
}

/** Deploys one set of contracts, in five transactions (four with `token`, one more with `timelockDelay`). Call `compile()` first. */
export async function deploy(sender: Sender, options: DeployOptions): Promise<Deployment> {
  const { chainId, genesisHash } = await identifyChain(sender)
  const put = async (name: string, abi: Abi, args: readonly unknown[]) => {
    const receipt = await sending(sender, `deploy ${name}`, () =>
      sender.deployContract({ abi, bytecode: bytecodeOf(name), args } as { abi: Abi; bytecode: Hex }),
    )
    if (!receipt.contractAddress) throw new ChainError('chain/failed', `deploy ${name} made no contract.`)
    return { address: receipt.contractAddress, block: receipt.blockNumber }
  }
  const { poster, publisher, anchorer, guardian = options.admin, timelockDelay } = options
  const timelock =
    timelockDelay === undefined
      ? undefined
      : (await put('Timelock', timelockConstructor, [BigInt(timelockDelay), [options.admin]])).address
  const admin = timelock ?? options.admin
  const { revocationGap = DAY, grace = 7 * DAY, changeDelay = 2 * DAY, refundWindow = 7 * DAY } = options
  const token = options.token ?? (await put('TestDollar', testDollarAbi, [])).address
  const rewards = await put('Rewards', rewardsAbi, [admin, poster, guardian, BigInt(options.window)])
  const dataPools = await put('DataPools', dataPoolsAbi, [
    admin,
    publisher,
    rewards.address,
    [token],
    BigInt(changeDelay),
    BigInt(refundWindow),
  ])
  const consents = await put('Consents', consentsAbi, [admin, anchorer, BigInt(revocationGap)])
  const licenses = await put('Licenses', licensesAbi, [dataPools.address, consents.address, BigInt(grace)])
  return {
    chainId,
    genesisHash,
    block: Number(rewards.block),
    token,
    dataPools: dataPools.address,
    rewards: rewards.address,
    consents: consents.address,
    licenses: licenses.address,
    ...(timelock ? { timelock } : {}),
  }
}
