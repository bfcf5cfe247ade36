import { licensesAbi, openReader } from '@rowright/chain'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { addOffer, createPool, openSender } from '@rowright/chain/post'
import { recordOffer } from '@rowright/pipeline/license'
import { sha256Hex, uuidToBytes32 } from '@rowright/protocol'
import { testChain, testDatabase } from '@rowright/testing'
import { newPool } from '@rowright/testing/factories'
import { encodeAbiParameters, type Hex, keccak256, zeroHash } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
const chain = testChain()
const RITA = DEV_ACCOUNTS[4]!
const WANTED = { price: '25000000', durationSeconds: 86_400, purposes: ['research'], licenseeClass: 'anyone' }
let door: TestDoor
let rita: Someone
beforeAll(async () => {
  door = await openDoor(database, { rpcUrl: chain.rpcUrl, deployment: chain.deployment })
  rita = await someone(door, database, 'rita', RITA.address)
})
afterAll(async () => {
  await door?.close()
  expect(door?.faults).toEqual([])
})

const draft = (poolId: string, json: object, token = rita.token) =>
  door.send<{ hash: string; text: string }>('POST', `/v1/pools/${poolId}/license-terms`, { token, json })

test('[LIC-10] what is served has the hash that the chain has, and the plain words are in it', async () => {
  const pool = await database.tx((ctx) => newPool(ctx, rita))
  expect(problemOf(await draft(pool.id, WANTED)).code).toBe('pool/not-on-chain')
  const sender = await openSender(chain.rpcUrl, RITA.privateKey)
  const salt = uuidToBytes32(pool.id)
  await createPool(sender, chain.deployment, {
    salt,
    metadataHash: zeroHash,
    treasuryBps: 0,
    treasury: RITA.address,
  })
  const words = encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [RITA.address, salt])
  const chainPoolId = keccak256(words)
  await database.pool.query('update pool set chain_pool_id = $1 where id = $2', [chainPoolId, pool.id])

  const eve = await someone(door, database, 'eve')
  expect(problemOf(await draft(pool.id, WANTED, eve.token)).code).toBe('pool/not-the-requester')
  for (const wrong of [{ price: '-1' }, { purposes: [] }, { licenseeClass: 'me' }, { durationSeconds: 0 }]) {
    const refused = problemOf(await draft(pool.id, { ...WANTED, ...wrong }))
    expect(refused).toMatchObject({ code: 'request/invalid', status: 422 })
  }
  const drafted = await draft(pool.id, WANTED)
  expect(drafted.status, drafted.text).toBe(200)
  expect(drafted.json.text).toContain('25.00 tUSD, once, for 1 day')

  const offer = {
    price: 25_000_000n,
    purposes: 1,
    licenseeClass: 0,
    termsHash: `0x${drafted.json.hash}` as Hex,
  }
  const { offerId } = await addOffer(sender, chain.deployment, {
    ...offer,
    duration: 86_400,
    poolId: chainPoolId,
  })
  const onChain = await openReader(chain.rpcUrl).readContract({
    address: chain.deployment.licenses,
    abi: licensesAbi,
    functionName: 'termsHashOf',
    args: [offerId],
  })
  await database.tx((ctx) =>
    recordOffer(ctx, {
      poolId: pool.id,
      offerId: String(offerId),
      price: offer.price,
      durationSeconds: 86_400,
      purposeMask: offer.purposes,
      licenseeClass: offer.licenseeClass,
      termsHash: onChain.slice(2),
      treasuryBps: 0,
      sourceBps: 0,
      blockNumber: 1,
    }),
  )
  const file = `/v1/pools/${pool.id}/offers/${offerId}/terms`
  const odrl = await door.send<{ 'dct:description': string }>('GET', file, {
    headers: { accept: 'application/ld+json' },
  })
  expect(odrl.status, odrl.text).toBe(200)
  expect(odrl.headers.get('content-type')).toBe('application/ld+json')
  expect(`0x${sha256Hex(odrl.text)}`).toBe(onChain)
  const plain = await door.send('GET', file)
  expect(plain.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  expect(plain.text).toBe(odrl.json['dct:description'])
  expect((await door.send('GET', `${file}?format=odrl`)).text).toBe(odrl.text)
  expect(problemOf(await door.send('GET', `/v1/pools/${pool.id}/offers/424242/terms`))).toMatchObject({
    code: 'license/no-terms',
    status: 404,
  })
})
