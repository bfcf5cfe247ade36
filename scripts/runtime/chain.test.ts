import { readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

import { until } from './background.ts'
import { startChain } from './chain.ts'
import { isAlive, sendSignal } from './identity.ts'
import { genesisOf, rpc } from './rpc.ts'
import { temporaryFolder } from './temporary.ts'

const folder = await temporaryFolder('chain')
afterAll(() => rm(folder, { recursive: true, force: true }))

const ADA = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const BO = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
/** Resolves when the payment is in a block: until then the chain may end without it. */
async function pay(url: string): Promise<void> {
  const hash = await rpc(url, 'eth_sendTransaction', [{ from: ADA, to: BO, value: '0x1' }])
  const mined = async () => (await rpc(url, 'eth_getTransactionReceipt', [hash])) !== null
  expect(await until(mined, { withinMs: 300_000 })).toBe(true)
}
const height = (url: string) => rpc(url, 'eth_blockNumber')

test('[RUN-1] the chain is the same chain after each of many restarts', async () => {
  const stateFile = join(folder, 'restarts.json')
  const seen = new Set<string>()
  for (let round = 0; round < 8; round++) {
    const chain = await startChain({ stateFile, log: join(folder, 'chain.log') })
    seen.add(await genesisOf(chain.rpcUrl))
    expect(await height(chain.rpcUrl)).toBe(`0x${round.toString(16)}`)
    await pay(chain.rpcUrl)
    await chain.stop()
  }
  expect(seen.size).toBe(1)
})

test('[RUN-2] kill -9 loses at most the last seconds, even when it tears the file', async () => {
  const stateFile = join(folder, 'killed.json')
  const log = join(folder, 'chain.log')
  const first = await startChain({ stateFile, log })
  const genesis = await genesisOf(first.rpcUrl)
  await pay(first.rpcUrl)
  const copied = () =>
    readFile(`${stateFile}.copy`, 'utf8').then(
      (copy) => BigInt((JSON.parse(copy) as { best_block_number: string }).best_block_number) === 1n,
      () => false,
    )
  expect(await until(copied, { withinMs: 300_000 }), 'a copy is made every 5 s').toBe(true)
  sendSignal(first.identity.pid, 'SIGKILL')
  await until(async () => !isAlive(first.identity), { withinMs: 300_000 })
  await first.stop()
  await truncate(stateFile, 500)

  const second = await startChain({ stateFile, log })
  expect(await genesisOf(second.rpcUrl)).toBe(genesis)
  expect(await height(second.rpcUrl)).toBe('0x1')
  await second.stop()
})
