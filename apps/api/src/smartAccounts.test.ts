import { openReader, readTokenBalance, rewardsAbi } from '@rowright/chain'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { bytecodeOf, compile, openSender, type Sender } from '@rowright/chain/post'
import { testChain, testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newPerson } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { getAddress, type Hex, parseAbi } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../worker/src/testing/numbers.ts'
import { siweMessage } from './testDoor.ts'
import { problemOf } from './testWorld.ts'
import { openWorkingWorld, type WorkingWorld } from './workingWorld.ts'

// ECDSA first, then ERC-1271: an account that EIP-7702 gave code keeps the word of its key, and a wallet that is a
// contract has the word of its own. On a chain of the prague hard fork, with real delegations and a real contract.
const database = testDatabase()
const chain = testChain()
let world: WorkingWorld
let relayer: Sender
/** By kind of account: its address, and the key that speaks for it. */
const accounts = new Map<string, { address: Hex; key: PrivateKeyAccount }>()
const KINDS = ['delegated by EIP-7702', 'a contract (ERC-1271)']

beforeAll(async () => {
  world = await openWorkingWorld(database, chain, { items: 10, overlap: 6 })
  relayer = await openSender(chain.rpcUrl, DEV_ACCOUNTS[8]!.privateKey)
  const bo = privateKeyToAccount(generatePrivateKey())
  // To code that has no idea of ERC-1271: asked as a contract, this account would say nothing.
  const authorization = await bo.signAuthorization({
    chainId: relayer.chain.id,
    contractAddress: chain.deployment.consents,
    nonce: 0,
  })
  const hash = await relayer.sendTransaction({
    to: relayer.account.address,
    authorizationList: [authorization],
  })
  await relayer.waitForTransactionReceipt({ hash })
  expect(await relayer.getCode({ address: bo.address })).toBe(
    `0xef0100${chain.deployment.consents.slice(2).toLowerCase()}`,
  )
  accounts.set(KINDS[0]!, { address: bo.address, key: bo })

  const owner = privateKeyToAccount(generatePrivateKey())
  compile('test/tokens/Wallet.sol')
  const made = await relayer.deployContract({
    abi: parseAbi(['constructor(address owner)']),
    bytecode: bytecodeOf('Wallet'),
    args: [owner.address],
  })
  const { contractAddress } = await relayer.waitForTransactionReceipt({ hash: made })
  accounts.set(KINDS[1]!, { address: getAddress(contractAddress!), key: owner })
})
afterAll(async () => {
  await world?.stop()
  expect(world.door.faults).toEqual([])
})

const nonce = async () =>
  (await world.door.send<{ nonce: string }>('POST', '/api/auth/siwe/nonce', { json: {} })).json.nonce
async function signIn(
  address: Hex,
  key: PrivateKeyAccount,
  { used, ...changed }: Parameters<typeof siweMessage>[2] & { used?: string } = {},
) {
  const message = siweMessage(address, used ?? (await nonce()), changed)
  const signature = await key.signMessage({ message })
  return world.door.send('POST', '/api/auth/siwe/verify', { json: { message, signature } })
}
const meOf = async (token: string) =>
  (await world.door.send<{ id: string; addresses: string[] }>('GET', '/v1/me', { token })).json

describe.each(KINDS)('[SRV-10] an account that is %s', (kind) => {
  const account = () => accounts.get(kind)!

  test('signs in by its key', async () => {
    const { address, key } = account()
    const answer = await signIn(address, key)
    expect(answer.status, answer.text).toBe(200)
    const me = await meOf(answer.headers.get('set-auth-token')!)
    expect(me.addresses).toEqual([address.toLowerCase()])
    const again = await signIn(address, key)
    expect((await meOf(again.headers.get('set-auth-token')!)).id, 'the same person').toBe(me.id)
  })

  test('does not sign in by the key of somebody else', async () => {
    const answer = await signIn(account().address, privateKeyToAccount(generatePrivateKey()))
    expect(problemOf(answer)).toMatchObject({ code: 'auth/wrong-signature', status: 401, field: 'signature' })
  })

  test.each([
    ['for another site', { domain: 'evil.example' }, 'auth/wrong-message'],
    ['on another chain', { chainId: 1 }, 'auth/wrong-chain'],
    ['whose deadline is over', { expirationTime: new Date(Date.now() - 60_000) }, 'auth/expired-message'],
    ['with a nonce that nobody gave', { used: 'abcdefgh12345678' }, 'auth/used-nonce'],
  ])('is refused a message %s', async (_, changed, code) => {
    const { address, key } = account()
    expect(problemOf(await signIn(address, key, changed))).toMatchObject({ code, status: 401 })
  })

  test('is refused a nonce a second time, and one whose time is over', async () => {
    const { address, key } = account()
    const used = await nonce()
    expect((await signIn(address, key, { used })).status).toBe(200)
    expect(problemOf(await signIn(address, key, { used }))).toMatchObject({ code: 'auth/used-nonce' })
    const late = await nonce()
    await database.pool.query("update auth_verification set expires_at = now() - interval '1 second'")
    expect(problemOf(await signIn(address, key, { used: late }))).toMatchObject({ code: 'auth/used-nonce' })
  })

  test('consents, works, ends the consent, and claims to another address by its signature', async () => {
    const { door, scene } = world
    const { address, key } = account()
    const token = (await signIn(address, key)).headers.get('set-auth-token')!
    const { id } = await meOf(token)
    const consentId = await database.tx(async (ctx) => {
      const device = await newPerson(ctx, 'device')
      await ctx.tx.execute(sql`update device set person_id = ${id} where person_id = ${device.id}`)
      const self = { ...device, id }
      const given = await giveConsent(ctx, scene.pool, self)
      await answerAll(ctx, { poolId: scene.pool.id, id: scene.campaignId }, self, () => '7', 3)
      return given
    })
    const end = `/v1/pools/${scene.pool.id}/consents/${consentId}/revoke`
    const ended = await door.send('POST', end, { token, json: {} })
    expect(ended.status, ended.text).toBe(200)

    type Claim = { cumulative: string; proof: Hex[] }
    const proofs = async () =>
      (await door.send<{ items: Claim[] }>('GET', '/v1/me/proofs', { token })).json.items
    await until('the pay is in the active tree', async () => (await proofs())[0]?.cumulative === '300')
    const [due] = await proofs()
    const to = privateKeyToAccount(generatePrivateKey()).address
    const { timestamp } = await relayer.getBlock()
    const { token: usd } = scene.at
    const message = { account: address, token: usd, cumulative: 300n, to, deadline: timestamp + 3_600n }
    const signFor = (
      changed: Partial<typeof message> = {},
      domain: { chainId?: number; verifyingContract?: Hex } = {},
    ) =>
      key.signTypedData({
        domain: {
          name: 'Rowright Rewards',
          version: '1',
          chainId: relayer.chain.id,
          verifyingContract: scene.at.rewards,
          ...domain,
        },
        types: {
          ClaimTo: [
            { name: 'account', type: 'address' },
            { name: 'token', type: 'address' },
            { name: 'cumulative', type: 'uint256' },
            { name: 'to', type: 'address' },
            { name: 'deadline', type: 'uint256' },
          ],
        },
        primaryType: 'ClaimTo',
        message: { ...message, ...changed },
      })
    const claim = (signature: Hex, deadline = message.deadline) =>
      relayer.simulateContract({
        address: scene.at.rewards,
        abi: rewardsAbi,
        functionName: 'claimTo',
        args: [address, usd, 300n, due!.proof, to, deadline, signature],
      })
    await expect(claim(await signFor({}, { chainId: 1 }))).rejects.toThrow('InvalidSignature')
    const elsewhere = await signFor({}, { verifyingContract: scene.at.licenses })
    await expect(claim(elsewhere)).rejects.toThrow('InvalidSignature')
    await expect(claim(await signFor({ to: relayer.account.address }))).rejects.toThrow('InvalidSignature')
    await expect(claim(await signFor({ deadline: 1n }), 1n)).rejects.toThrow('SignatureExpired')

    const signature = await signFor()
    const { request } = await claim(signature)
    const hash = await relayer.writeContract(request)
    expect((await relayer.waitForTransactionReceipt({ hash })).status).toBe('success')
    expect(await readTokenBalance(openReader(chain.rpcUrl), usd, to)).toBe(300n)
    await expect(claim(signature), 'it pays once').rejects.toThrow('NothingToClaim')
  })
})
