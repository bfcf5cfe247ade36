import { type Address, encodeFunctionData, type Hex, parseAbi, zeroHash } from 'viem'
import type { Deployment } from '../deployment.ts'
import { type Sender, sending } from './sender.ts'

/** A hot role of the contracts: its slot, and who may fill it anew. */
export const CHAIN_ROLES = ['poster', 'guardian', 'publisher', 'anchorer'] as const
export type ChainRole = (typeof CHAIN_ROLES)[number]

const abi = parseAbi([
  'function owner() view returns (address)',
  'function poster() view returns (address)',
  'function guardian() view returns (address)',
  'function publisher() view returns (address)',
  'function anchorer() view returns (address)',
  'function setPoster(address)',
  'function setGuardian(address)',
  'function setPublisher(address)',
  'function setAnchorer(address)',
])
/** OpenZeppelin's TimelockController. */
const timelockAbi = parseAbi([
  'function getMinDelay() view returns (uint256)',
  'function getTimestamp(bytes32 id) view returns (uint256)',
  'function hashOperation(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt) pure returns (bytes32)',
  'function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
  'function execute(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt)',
])
const setters = {
  poster: 'setPoster',
  guardian: 'setGuardian',
  publisher: 'setPublisher',
  anchorer: 'setAnchorer',
} as const

const contractOf = (at: Pick<Deployment, 'rewards' | 'dataPools' | 'consents'>, role: ChainRole): Address =>
  ({ poster: at.rewards, guardian: at.rewards, publisher: at.dataPools, anchorer: at.consents })[role]

/** Who holds a role now. */
export const readRole = (
  sender: Sender,
  at: Pick<Deployment, 'rewards' | 'dataPools' | 'consents'>,
  role: ChainRole,
): Promise<Address> => sender.readContract({ address: contractOf(at, role), abi, functionName: role })

/**
 * Gives a role to another account, one step at a call: through the timelock that owns the contract it is scheduled,
 * and executed by a later call; without one it is done at once. The sender is the admin: owner, or proposer.
 * @returns null when the role is given; else when the next call can execute it.
 */
export async function giveRole(
  sender: Sender,
  at: Pick<Deployment, 'rewards' | 'dataPools' | 'consents'>,
  role: ChainRole,
  to: Address,
): Promise<Date | null> {
  const target = contractOf(at, role)
  if ((await readRole(sender, at, role)).toLowerCase() === to.toLowerCase()) return null
  const data = encodeFunctionData({ abi, functionName: setters[role], args: [to] })
  const owner = await sender.readContract({ address: target, abi, functionName: 'owner' })
  const send = (address: Address, calldata: Hex) =>
    sending(sender, `give the ${role} role`, async () => {
      await sender.call({ to: address, data: calldata, account: sender.account, blockTag: 'pending' })
      return sender.sendTransaction({ to: address, data: calldata })
    })
  if ((await sender.getCode({ address: owner })) === undefined) {
    await send(target, data)
    return null
  }
  const timelock = { address: owner, abi: timelockAbi } as const
  const operation = [target, 0n, data, zeroHash, zeroHash] as const
  const id = await sender.readContract({ ...timelock, functionName: 'hashOperation', args: operation })
  const readyAt = await sender.readContract({ ...timelock, functionName: 'getTimestamp', args: [id] })
  if (readyAt === 0n) {
    const delay = await sender.readContract({ ...timelock, functionName: 'getMinDelay' })
    const args = [...operation, delay] as const
    await send(owner, encodeFunctionData({ abi: timelockAbi, functionName: 'schedule', args }))
    const then = await sender.readContract({ ...timelock, functionName: 'getTimestamp', args: [id] })
    return new Date(Number(then) * 1000)
  }
  const { timestamp } = await sender.getBlock({ blockTag: 'pending' })
  if (readyAt > timestamp) return new Date(Number(readyAt) * 1000)
  await send(owner, encodeFunctionData({ abi: timelockAbi, functionName: 'execute', args: operation }))
  return null
}
