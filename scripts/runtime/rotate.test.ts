import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEV_ACCOUNTS, type LocalChain, startAnvil } from '@rowright/chain/local'
import { deploy, giveRole, openSender, postRoot, readRole, type Sender } from '@rowright/chain/post'
import { compiled } from '@rowright/testing'
import { zeroAddress } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureLocalKeys, readKey } from './keys.ts'
import { rotateKey } from './rotate.ts'

const keysDir = mkdtempSync(join(tmpdir(), 'rotate-'))
let chain: LocalChain
let admin: Sender
let at: Awaited<ReturnType<typeof deploy>>
const role = async (name: 'poster' | 'anchorer') => privateKeyToAddress(await readKey(keysDir, name))

beforeAll(async () => {
  chain = await startAnvil()
  await ensureLocalKeys(
    keysDir,
    DEV_ACCOUNTS.map((one) => one.privateKey),
  )
  await compiled()
  admin = await openSender(chain.rpcUrl, await readKey(keysDir, 'admin'))
  at = await deploy(admin, {
    window: 0,
    admin: admin.account.address,
    timelockDelay: 1,
    guardian: privateKeyToAddress(await readKey(keysDir, 'guardian')),
    poster: await role('poster'),
    publisher: await role('poster'),
    anchorer: await role('anchorer'),
  })
})
afterAll(async () => {
  await chain.stop()
  rmSync(keysDir, { recursive: true, force: true })
})

const rotate = (name: 'admin' | 'poster' | 'anchorer' | 'relayer') =>
  rotateKey({ rpcUrl: chain.rpcUrl, keysDir, contracts: at, role: name })

test('[RUN-17] the timelock owns every contract that has an owner, and the guardian is somebody else', async () => {
  const owners = await Promise.all(
    [at.rewards, at.dataPools, at.consents].map((address) =>
      admin.readContract({
        address,
        abi: [
          {
            type: 'function',
            name: 'owner',
            inputs: [],
            outputs: [{ type: 'address' }],
            stateMutability: 'view',
          },
        ],
        functionName: 'owner',
      }),
    ),
  )
  expect(new Set(owners.map((one) => one.toLowerCase()))).toEqual(new Set([at.timelock]))
  expect(at.timelock).not.toBe(zeroAddress)
  expect(await readRole(admin, at, 'guardian')).not.toBe(admin.account.address)
})

test('[RUN-18] a new poster waits in the timelock; then it posts and the old one cannot', async () => {
  const before = await role('poster')
  const oldKey = await readKey(keysDir, 'poster')
  const scheduled = await rotate('poster')
  expect(scheduled.readyAt).toBeInstanceOf(Date)
  expect(await role('poster'), 'until it is in force the old key stays').toBe(before)
  let done = await rotate('poster')
  while (done.readyAt) {
    await new Promise((wake) => setTimeout(wake, 500))
    done = await rotate('poster')
  }
  expect(done.address).toBe(scheduled.address)
  expect(await role('poster')).toBe(done.address)
  expect(await readRole(admin, at, 'poster')).toBe(done.address)
  expect(readFileSync(join(keysDir, 'poster.key.old'), 'utf8').trim()).toBe(oldKey)
  expect(existsSync(join(keysDir, 'poster.key.next'))).toBe(false)

  const root = { root: `0x${'11'.repeat(32)}`, manifestHash: `0x${'22'.repeat(32)}`, epoch: 1n } as const
  const old = await openSender(chain.rpcUrl, oldKey)
  await expect(postRoot(old, at, { ...root, declared: [] })).rejects.toMatchObject({
    context: { error: 'NotPoster' },
  })
  await admin.sendTransaction({ to: done.address, value: 10n ** 18n })
  const fresh = await openSender(chain.rpcUrl, await readKey(keysDir, 'poster'))
  expect(await postRoot(fresh, at, { ...root, declared: [] })).toMatchObject({ gasUsed: expect.any(BigInt) })
})

test('[RUN-18] the relayer has no role on chain: its key is replaced at once', async () => {
  const before = await readKey(keysDir, 'relayer')
  expect(await rotate('relayer')).toMatchObject({ readyAt: null })
  expect(await readKey(keysDir, 'relayer')).not.toBe(before)
})

test('[RUN-18] a new admin waits in the timelock; then it proposes and cancels, and the old one does neither', async () => {
  const oldKey = await readKey(keysDir, 'admin')
  const scheduled = await rotate('admin')
  expect(scheduled.readyAt).toBeInstanceOf(Date)
  expect(await readKey(keysDir, 'admin'), 'until it is in force the old key stays').toBe(oldKey)
  let done = await rotate('admin')
  while (done.readyAt) {
    await new Promise((wake) => setTimeout(wake, 500))
    done = await rotate('admin')
  }
  expect(done.address).toBe(scheduled.address)
  const key = await readKey(keysDir, 'admin')
  expect(privateKeyToAddress(key)).toBe(done.address)
  expect(readFileSync(join(keysDir, 'admin.key.old'), 'utf8').trim()).toBe(oldKey)

  const somebody = privateKeyToAddress(generatePrivateKey())
  await expect(giveRole(admin, at, 'publisher', somebody)).rejects.toThrow(
    /0xe2517d3f|AccessControlUnauthorized/,
  )
  await admin.sendTransaction({ to: done.address, value: 10n ** 18n })
  const fresh = await openSender(chain.rpcUrl, key)
  expect(await giveRole(fresh, at, 'publisher', somebody)).toBeInstanceOf(Date)
})
