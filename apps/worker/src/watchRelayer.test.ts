import { testChain, testDatabase } from '@rowright/testing'
import { createTestClient, http, parseEther } from 'viem'
import { expect, test } from 'vitest'
import { openSettler } from './settle.ts'
import { KEYS } from './testing/scene.ts'
import { watchRelayer } from './watchRelayer.ts'

const database = testDatabase()
const chain = testChain()

test('[SETTLE-10] a relayer that runs low is one flag while it is open, and another one when it runs low again', async () => {
  const settler = await openSettler(database.database, chain.deployment, { rpcUrl: chain.rpcUrl, keys: KEYS })
  const { address } = settler.relayer.account
  const client = createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })
  const has = async (value: bigint) => {
    await client.setBalance({ address, value })
    expect(await watchRelayer(settler)).toBe(value)
    const { rows } = await database.pool.query(
      'select kind, subject, evidence, resolved_at is null as open from flag order by id',
    )
    return rows
  }
  const low = parseEther('0.05') - 1n
  const flag = { kind: 'relayer-low', subject: address, evidence: { balanceWei: String(low) } }
  expect(await has(parseEther('0.05'))).toEqual([])
  expect(await has(low)).toEqual([{ ...flag, open: true }])
  expect(await has(1n), 'told once').toEqual([{ ...flag, open: true }])
  await database.pool.query('update flag set resolved_at = now()')
  expect(await has(parseEther('1'))).toEqual([{ ...flag, open: false }])
  expect(await has(low)).toEqual([
    { ...flag, open: false },
    { ...flag, open: true },
  ])
})
