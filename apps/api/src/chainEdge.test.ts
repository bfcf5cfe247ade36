import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { testChain, testDatabase } from '@rowright/testing'
import { createPublicClient, createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NOWHERE, openDoor, siweMessage, type TestDoor } from './testDoor.ts'
import { problemOf, trpcProblemOf } from './testWorld.ts'

const database = testDatabase()
const chain = testChain()
let door: TestDoor
let down: TestDoor
/** Between the door and the chain: everything that was passed on. */
let passedOn: string[]
let tap: Server
beforeAll(async () => {
  passedOn = []
  tap = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    passedOn.push(body)
    const answer = await fetch(chain.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>((resolve) => tap.listen(0, '127.0.0.1', resolve))
  const rpcUrl = `http://127.0.0.1:${(tap.address() as AddressInfo).port}`
  door = await openDoor(database, { rpcUrl, deployment: chain.deployment })
  down = await openDoor(database, { rpcUrl: NOWHERE, deployment: chain.deployment })
})
afterAll(async () => {
  await door.close()
  await down.close()
  tap.close()
  tap.closeAllConnections()
  expect([...door.faults, ...down.faults]).toEqual([])
})

const call = (method: unknown, params: unknown[] = [], id = 1) => ({ jsonrpc: '2.0', id, method, params })
const rpc = (json: unknown) => door.send<{ result?: unknown }>('POST', '/rpc', { json })

describe('[SRV-16] /rpc', () => {
  const steering = [
    'anvil_setBalance',
    'anvil_impersonateAccount',
    'anvil_mine',
    'anvil_reset',
    'anvil_dumpState',
    'anvil_nodeInfo',
    'evm_snapshot',
    'evm_revert',
    'evm_increaseTime',
    'evm_mine',
    'hardhat_setBalance',
    'hardhat_reset',
    'hardhat_impersonateAccount',
    'debug_traceTransaction',
    'debug_traceCall',
    'trace_block',
    'txpool_content',
    'ots_getApiLevel',
    'erigon_getHeaderByNumber',
    'eth_sendTransaction',
    'eth_sign',
    'eth_signTransaction',
    'eth_signTypedData_v4',
    'eth_accounts',
    'eth_sendUnsignedTransaction',
    'personal_unlockAccount',
    'admin_addPeer',
    'miner_start',
    'wallet_addEthereumChain',
    'eth_newFilter',
    'eth_subscribe',
  ]
  const spellings = (name: string): unknown[] => [
    name,
    name.toUpperCase(),
    name.replace('_', '_ ').trim(),
    ` ${name}`,
    `${name}\0`,
    `${name}\n`,
    name.replace('e', '\u0435'),
    [name],
    { toString: name },
    `eth_call,${name}`,
  ]
  test.for(steering)('never passes on %s: alone, in a batch, in any spelling', async (name) => {
    passedOn.length = 0
    for (const method of spellings(name)) {
      for (const body of [
        call(method),
        [call('eth_chainId'), call(method)],
        [call(method), call('eth_chainId')],
      ]) {
        const problem = problemOf(await rpc(body))
        expect(problem).toMatchObject({ code: 'rpc/refused', status: 403, field: 'method' })
      }
    }
    expect(passedOn).toEqual([])
  })

  test('reads what was checked: a method that is there twice is the one that was looked at', async () => {
    passedOn.length = 0
    const twice = '{"jsonrpc":"2.0","id":1,"method":"anvil_mine","params":[],"method":"eth_chainId"}'
    const answer = await door.send('POST', '/rpc', {
      body: twice,
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.json).toMatchObject({ result: '0x7a69' })
    expect(passedOn.join()).not.toContain('anvil')
    const asList = await rpc(call(['eth_chainId']))
    expect(problemOf(asList)).toMatchObject({ code: 'rpc/refused' })
    expect((await rpc([call('eth_chainId'), call('eth_blockNumber', [], 2)])).json).toHaveLength(2)
  })

  const bad: [string, unknown, { code: string; status: number; field: string }][] = [
    ['an empty batch', [], { code: 'rpc/batch-size', status: 422, field: 'body' }],
    [
      'a batch of 101',
      new Array(101).fill(call('eth_chainId')),
      { code: 'rpc/batch-size', status: 422, field: 'body' },
    ],
    ['null', null, { code: 'rpc/refused', status: 403, field: 'method' }],
    ['a batch with null', [null], { code: 'rpc/refused', status: 403, field: 'method' }],
    ['a batch in a batch', [[call('eth_chainId')]], { code: 'rpc/refused', status: 403, field: 'method' }],
    ['no method', { id: 1 }, { code: 'rpc/refused', status: 403, field: 'method' }],
    [
      'over 1 MB',
      call('eth_call', ['x'.repeat(1_000_001)]),
      { code: 'request/too-large', status: 413, field: 'body' },
    ],
  ]
  test.for(bad)('refuses %s', async ([, body, expected]) => {
    expect(problemOf(await rpc(body))).toMatchObject(expected)
  })

  test('says so when the chain is down', async () => {
    const answer = await down.send('POST', '/rpc', { json: call('eth_chainId') })
    expect(problemOf(answer)).toMatchObject({ code: 'chain/unreachable', status: 503, retryable: true })
    expect(answer.headers.get('retry-after')).toBe('2')
  })
})

describe('[SRV-16] the faucet', () => {
  const fill = (to: unknown, at = door) => at.send('POST', '/v1/faucet', { json: { address: to } })
  const client = () => createPublicClient({ transport: http(chain.rpcUrl) })

  test('fills up, and never lowers: not even the account that pays for everybody', async () => {
    const ada = privateKeyToAccount(generatePrivateKey()).address
    expect((await fill(ada)).json).toEqual({ gasWei: String(parseEther('1')), token: '1000000000' })
    expect(await client().getBalance({ address: ada })).toBe(parseEther('1'))
    const relayer = DEV_ACCOUNTS[1]!.address
    const before = await client().getBalance({ address: relayer })
    expect(before).toBeGreaterThan(parseEther('1'))
    expect((await fill(relayer)).status).toBe(200)
    expect(await client().getBalance({ address: relayer })).toBe(before)
  })

  test('refuses addresses that are none', async () => {
    for (const address of [
      `0x${'0'.repeat(40)}`,
      '0x',
      '0x12',
      'ada.eth',
      `0x${'g'.repeat(40)}`,
      7,
      null,
      undefined,
    ])
      expect(problemOf(await fill(address))).toMatchObject({ status: 422, field: 'address' })
  })

  test('says so when the chain is down', async () => {
    const address = `0x${'1'.repeat(40)}`
    expect(problemOf(await fill(address, down))).toMatchObject({ code: 'chain/unreachable', status: 503 })
    const overTrpc = await down.trpc('mutation', 'instance.faucet', { address })
    expect(trpcProblemOf(overTrpc)).toMatchObject({ code: 'chain/unreachable', status: 503 })
    expect(overTrpc.headers.get('retry-after')).toBe('2')
  })

  test('is not there in production, and the instance says so', async () => {
    const production = await openDoor(database, {
      profile: 'production',
      rpcUrl: chain.rpcUrl,
      deployment: chain.deployment,
    })
    try {
      const answer = await fill(`0x${'1'.repeat(40)}`, production)
      expect(problemOf(answer)).toMatchObject({ code: 'system/no-faucet', status: 404 })
      expect((await production.send('GET', '/v1/instance')).json).toMatchObject({ faucet: false })
    } finally {
      await production.close()
    }
  })
})

test('[SRV-10] with the chain up, a signature of somebody else is simply wrong', async () => {
  const [ada, bo] = [generatePrivateKey(), generatePrivateKey()].map((key) => privateKeyToAccount(key))
  for (const sign of [
    (message: string) => bo!.signMessage({ message }),
    async () => `0x${'00'.repeat(65)}`,
    async () => '0x00',
    async () => `0x${'ff'.repeat(500)}`,
  ]) {
    const { json } = await door.send<{ nonce: string }>('POST', '/api/auth/siwe/nonce', { json: {} })
    const message = siweMessage(ada!.address, json.nonce)
    const answer = await door.send('POST', '/api/auth/siwe/verify', {
      json: { message, signature: await sign(message) },
    })
    expect(problemOf(answer)).toMatchObject({ code: 'auth/wrong-signature', status: 401, field: 'signature' })
  }
})

test('[SETTLE-10] the relayer’s purse is metered for stewards, marked below 0.05 ether, and unknown while the chain is down', async () => {
  const relayer = DEV_ACCOUNTS[9]!.address
  const client = createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })
  const seen = async (at: string) => {
    const watched = await openDoor(database, { rpcUrl: at, deployment: chain.deployment, relayer })
    try {
      const steward = await watched.guest()
      const sql = "insert into role (person_id, role) values ($1, 'steward')"
      await database.pool.query(sql, [steward.personId])
      const answer = await watched.send<{ relayer: unknown }>('GET', '/v1/steward/overview', steward)
      expect(answer.status, answer.text).toBe(200)
      return answer.json.relayer
    } finally {
      await watched.close()
    }
  }
  await client.setBalance({ address: relayer, value: parseEther('0.05') })
  expect(await seen(chain.rpcUrl)).toEqual({
    address: relayer,
    balanceWei: String(parseEther('0.05')),
    low: false,
  })
  await client.setBalance({ address: relayer, value: parseEther('0.05') - 1n })
  expect(await seen(chain.rpcUrl)).toMatchObject({ low: true })
  expect(await seen(NOWHERE)).toEqual({ address: relayer, balanceWei: null, low: false })
})
