import { type Address, type Hash, type Log, type ParseEventLogsReturnType, parseEventLogs } from 'viem'
import { getLogs } from 'viem/actions'
import type { Reader } from './client.ts'
import type { Deployment } from './deployment.ts'
import { asChainError } from './errors.ts'
import { consentsAbi, dataPoolsAbi, licensesAbi, rewardsAbi } from './generated/abi.ts'

/** Where an event stands. (blockNumber, logIndex) orders events; a changed blockHash means the chain went back. */
export interface LogPlace {
  blockNumber: bigint
  blockHash: Hash
  transactionHash: Hash
  logIndex: number
}

type NamedEvent<Contract extends string, Parsed> = Parsed extends { eventName: infer Name; args: infer Args }
  ? LogPlace & { contract: Contract; name: Name; args: Args }
  : never

type Parsed<A extends typeof rewardsAbi | typeof dataPoolsAbi | typeof consentsAbi | typeof licensesAbi> =
  ParseEventLogsReturnType<A, undefined, true>[number]

/** An event of ours: switch on `name`, and `args` is typed. */
export type ChainEvent =
  | NamedEvent<'dataPools', Parsed<typeof dataPoolsAbi>>
  | NamedEvent<'rewards', Parsed<typeof rewardsAbi>>
  | NamedEvent<'consents', Parsed<typeof consentsAbi>>
  | NamedEvent<'licenses', Parsed<typeof licensesAbi>>

const abis = {
  dataPools: dataPoolsAbi,
  rewards: rewardsAbi,
  consents: consentsAbi,
  licenses: licensesAbi,
} as const

/** The events of our contracts in a range of blocks (both ends included), in order. One request. */
export async function followLogs(
  client: Reader,
  at: Deployment,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<ChainEvent[]> {
  const contractAt = new Map<Address, keyof typeof abis>(
    (Object.keys(abis) as (keyof typeof abis)[]).map((name) => [at[name].toLowerCase() as Address, name]),
  )
  try {
    const logs = await getLogs(client, { address: [...contractAt.keys()], fromBlock, toBlock })
    return logs.flatMap((log) => {
      const contract = contractAt.get(log.address.toLowerCase() as Address)
      return contract === undefined ? [] : decode(contract, log)
    })
  } catch (error) {
    throw asChainError(error, 'followLogs')
  }
}

function decode(contract: keyof typeof abis, log: Log<bigint, number, false>): ChainEvent[] {
  return parseEventLogs({ abi: abis[contract], logs: [log] }).map(
    (event) =>
      ({
        contract,
        name: event.eventName,
        args: event.args,
        blockNumber: log.blockNumber,
        blockHash: log.blockHash,
        transactionHash: log.transactionHash,
        logIndex: log.logIndex,
      }) as ChainEvent,
  )
}
