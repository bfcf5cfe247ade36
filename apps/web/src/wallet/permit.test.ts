import { concatHex, parseSignature, recoverTypedDataAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { permitOf } from './permit.ts'

const ada = privateKeyToAccount(generatePrivateKey())
const owned = privateKeyToAccount(generatePrivateKey())
const typed = (owner: `0x${string}`): Parameters<typeof permitOf>[0] => ({
  domain: {
    name: 'Test Dollar',
    version: '1',
    chainId: 31_337,
    verifyingContract: `0x${'1'.repeat(40)}`,
  },
  types: {
    Permit: [
      { name: 'owner', type: 'address' },
      { name: 'spender', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint256' },
    ],
  },
  primaryType: 'Permit',
  message: { owner, spender: `0x${'2'.repeat(40)}`, value: 5n, nonce: 0n, deadline: 1_900_000_000n },
})

test('a permit signed by the owner’s key is passed on as the token takes it', async () => {
  const signed = typed(ada.address)
  const [deadline, v, r, s] = (await permitOf(signed, await ada.signTypedData(signed)))!
  expect(deadline).toBe(1_900_000_000n)
  const signature = concatHex([r, s, v === 27 ? '0x1b' : '0x1c'])
  expect(parseSignature(signature).v).toBe(BigInt(v))
  expect(await recoverTypedDataAddress({ ...signed, signature })).toBe(ada.address)
})

test('a wallet that is a contract gets no permit, because no token would take it: it approves', async () => {
  // The wallet's owner signs, and the account is the wallet's address.
  const signed = typed(`0x${'3'.repeat(40)}`)
  const byOwner = await owned.signTypedData(signed)
  expect(await permitOf(signed, byOwner)).toBeNull()
  // Longer, as Safe, Kernel or ERC-6492 sign; shorter; of nothing at all.
  for (const odd of [concatHex([byOwner, byOwner]), '0x1234', '0x'] as const)
    expect(await permitOf(signed, odd)).toBeNull()
  expect(await permitOf(typed(ada.address), byOwner), 'somebody else’s').toBeNull()
})
