import { expect, test } from 'vitest'
import { gasInToken, type RelayPolicy, toRelay } from './relay.ts'

const now = new Date('2026-11-26T12:00:00Z')
const policy: RelayPolicy = {
  batch: 100,
  timesGas: 20n,
  longestWait: 3_600,
  tokenPerEther: 3_000_000_000n,
}
/** 1 gwei: 60,000 gas cost 0.00006 ether, 0.18 of the token. */
const gasPrice = 1_000_000_000n
const claims = (count: number, amount: bigint, secondsAgo = 60) =>
  Array.from({ length: count }, () => ({ amount, since: new Date(now.getTime() - secondsAgo * 1000) }))

test('[SETTLE-9] gas is worth tokens at the price that is set, rounded up', () => {
  expect(gasInToken(gasPrice, policy)).toBe(180_000n)
  expect(gasInToken(1n, policy)).toBe(1n)
  expect(gasInToken(gasPrice, { ...policy, tokenPerEther: 10n ** 18n })).toBe(60_000n * gasPrice)
})

test('[SETTLE-9] small claims wait for 100 of them, or for the longest wait; a claim worth 20 × its gas goes at once', () => {
  const send = (waiting: ReturnType<typeof claims>) => toRelay(waiting, { now, gasPrice, policy }).length
  expect(send([])).toBe(0)
  expect(send(claims(99, 1_000n))).toBe(0)
  expect(send(claims(100, 1_000n))).toBe(100)
  expect(send([...claims(5, 1_000n), ...claims(1, 1_000n, 3_600)])).toBe(6)
  expect(send([...claims(5, 1_000n), ...claims(2, 3_600_000n)])).toBe(2)
  expect(send(claims(1, 3_599_999n))).toBe(0)
})
