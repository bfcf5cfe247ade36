import {
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseAbi,
  stringToBytes,
  zeroHash,
} from 'viem'
import type { Deployment } from '../deployment.ts'
import { ChainError } from '../errors.ts'
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
/** Who may propose to the timelock, and take back what was proposed; OpenZeppelin's names of the two roles. */
const ADMIN_ROLES = ['PROPOSER_ROLE', 'CANCELLER_ROLE'].map((name) => keccak256(stringToBytes(name)))

/** OpenZeppelin's TimelockController. */
const timelockAbi = parseAbi([
  'function getMinDelay() view returns (uint256)',
  'function getTimestamp(bytes32 id) view returns (uint256)',
  'function hashOperation(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt) pure returns (bytes32)',
  'function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
  'function execute(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt)',
  'function hashOperationBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt) pure returns (bytes32)',
  'function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)',
  'function executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)',
  'function hasRole(bytes32 role, address account) view returns (bool)',
  'function grantRole(bytes32 role, address account)',
  'function revokeRole(bytes32 role, address account)',
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
  const send = sendAs(sender, `give the ${role} role`)
  if ((await sender.getCode({ address: owner })) === undefined) {
    await send(target, data)
    return null
  }
  const args = [target, 0n, data, zeroHash, zeroHash] as const
  return stepOf(sender, owner, send, {
    id: await sender.readContract({ address: owner, abi: timelockAbi, functionName: 'hashOperation', args }),
    schedule: (delay) =>
      encodeFunctionData({ abi: timelockAbi, functionName: 'schedule', args: [...args, delay] }),
    execute: encodeFunctionData({ abi: timelockAbi, functionName: 'execute', args }),
  })
}

/**
 * Makes another account the one that proposes to the timelock and takes proposals back, in one operation of the
 * timelock itself: two roles given, two taken. One step at a call, as `giveRole`; the sender is the admin that goes.
 * @returns null when `to` is the admin and the sender is not; else when the next call can execute it.
 * @throws ChainError `chain/no-timelock`: the contracts belong to an account.
 */
export async function giveAdmin(
  sender: Sender,
  at: Pick<Deployment, 'rewards'>,
  to: Address,
): Promise<Date | null> {
  const owner = await sender.readContract({ address: at.rewards, abi, functionName: 'owner' })
  if ((await sender.getCode({ address: owner })) === undefined) {
    throw new ChainError(
      'chain/no-timelock',
      `The contracts belong to the account ${owner}, not to a timelock.`,
      {
        hint: 'Hand each over with transferOwnership, and accept with the new account.',
      },
    )
  }
  const has = (account: Address) =>
    sender.readContract({
      address: owner,
      abi: timelockAbi,
      functionName: 'hasRole',
      args: [ADMIN_ROLES[0]!, account],
    })
  if ((await has(to)) && !(await has(sender.account.address))) return null
  const change = (functionName: 'grantRole' | 'revokeRole', account: Address) =>
    ADMIN_ROLES.map((role) => encodeFunctionData({ abi: timelockAbi, functionName, args: [role, account] }))
  const payloads = [...change('grantRole', to), ...change('revokeRole', sender.account.address)]
  const [targets, values] = [payloads.map(() => owner), payloads.map(() => 0n)]
  const args = [targets, values, payloads, zeroHash, zeroHash] as const
  return stepOf(sender, owner, sendAs(sender, 'replace the admin'), {
    id: await sender.readContract({
      address: owner,
      abi: timelockAbi,
      functionName: 'hashOperationBatch',
      args,
    }),
    schedule: (delay) =>
      encodeFunctionData({ abi: timelockAbi, functionName: 'scheduleBatch', args: [...args, delay] }),
    execute: encodeFunctionData({ abi: timelockAbi, functionName: 'executeBatch', args }),
  })
}

type Send = (to: Address, data: Hex) => Promise<unknown>

const sendAs =
  (sender: Sender, action: string): Send =>
  (to, data) =>
    sending(sender, action, async () => {
      await sender.call({ to, data, account: sender.account, blockTag: 'pending' })
      return sender.sendTransaction({ to, data })
    })

/** The next step of an operation of the timelock: schedules it, or executes it when it is ready. @returns null once executed, else from when. */
async function stepOf(
  sender: Sender,
  address: Address,
  send: Send,
  operation: { id: Hex; schedule(delay: bigint): Hex; execute: Hex },
): Promise<Date | null> {
  const timelock = { address, abi: timelockAbi } as const
  const readyAt = () =>
    sender.readContract({ ...timelock, functionName: 'getTimestamp', args: [operation.id] })
  const known = await readyAt()
  if (known === 0n) {
    await send(
      address,
      operation.schedule(await sender.readContract({ ...timelock, functionName: 'getMinDelay' })),
    )
    return new Date(Number(await readyAt()) * 1000)
  }
  const { timestamp } = await sender.getBlock({ blockTag: 'pending' })
  if (known > timestamp) return new Date(Number(known) * 1000)
  await send(address, operation.execute)
  return null
}
