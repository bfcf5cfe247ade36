import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openReader, readPostings } from '@rowright/chain'
import { folderBlobStore, recordDeployment } from '@rowright/db'
import { epochs } from '@rowright/pipeline/reward'
import { canonicalJson } from '@rowright/protocol'
import { testChain, testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { closeEpoch, fund, KEYS, newScene, putOnChain, react, type Scene, tx, work } from './testing/scene.ts'

// Each check is a process of its own, as an outsider runs it.
const database = testDatabase()
const chain = testChain()
const folder = mkdtempSync(join(tmpdir(), 'verify-'))
const blobs = folderBlobStore(join(folder, 'blobs'))
let scene: Scene
let settler: Settler

async function settle(): Promise<void> {
  await follow(database.database, openReader(chain.rpcUrl), scene.at, 0)
  await react(scene)
  while ((await sendDue(settler)) > 0) await follow(database.database, openReader(chain.rpcUrl), scene.at, 0)
}

const manifestOf = async (number: number): Promise<string> => {
  const found = (await tx(scene, epochs)).find((one) => one.number === number)
  return Buffer.from(await blobs.get(found!.manifestSha256)).toString('utf8')
}

/** `npm run verify:epoch`, less the installing: what it prints, and its exit code. It knows no database. */
function verify(...args: string[]): Promise<{ code: number; said: string }> {
  const script = fileURLToPath(new URL('../../../scripts/verify/main.ts', import.meta.url))
  const env = { PATH: process.env.PATH, PUBLIC_URL: 'http://127.0.0.1:9' }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env, cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}` }),
    )
  })
}

beforeAll(async () => {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  scene = await newScene(
    { database: database.database, blobs, rpcUrl: chain.rpcUrl, at },
    { items: 6, labelers: 3 },
  )
  settler = await openSettler(database.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
  await putOnChain(scene)
  await fund(scene, 1_800n)
  await settle()
  for (const limit of [1, 2, 3]) {
    await work(scene, limit)
    await closeEpoch(scene)
    // The second is never posted itself: its tree is in the third's.
    if (limit !== 2) await settle()
  }
  for (const number of [1, 2, 3])
    writeFileSync(join(folder, `epoch-${number}.json`), await manifestOf(number))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[REW-9] a published manifest matches the chain, from a file and from an address, with no database', async () => {
  const first = await verify('epoch-1.json', '--rpc', chain.rpcUrl)
  expect(first).toEqual({ code: 0, said: expect.stringMatching(/match\n$/) })
  expect(first.said).toContain('root, manifest hash and declared total: RootPosted in 0x')
  const third = await verify('epoch-3.json', '--rpc', chain.rpcUrl)
  expect(third.said).toContain('what was carried: the manifest of epoch 2')
  expect(third.said).toMatch(/match\n$/)

  const server: Server = createServer((request, response) => {
    const [, number] = /^\/v1\/epochs\/(\d+)\/manifest$/.exec(request.url!) ?? []
    manifestOf(Number(number)).then((text) => response.end(text))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const url = `http://127.0.0.1:${port}/v1/epochs/3/manifest`
  expect((await verify(url, '--rpc', chain.rpcUrl)).said).toMatch(/epoch 2\n[\s\S]*match\n$/)
  expect((await verify(url)).said).toMatch(/not compared: the chain.*arithmetic only\nmatch\n$/)
  await new Promise((done) => server.close(done))
})

test('[REW-9] the manifest is published and its hash on chain before the window opens', async () => {
  const [posting] = await readPostings(openReader(chain.rpcUrl), scene.at.rewards)
  const [epoch] = (await tx(scene, epochs)).filter((one) => one.number === 1)
  expect(posting!.manifestHash).toBe(`0x${epoch!.manifestSha256}`)
  expect(posting!.declared).toEqual(new Map([[scene.at.token.toLowerCase(), epoch!.declared]]))
  // The blob was there when the epoch closed, and the root was sent after that.
  expect(epoch!.closedAt.getTime()).toBeLessThanOrEqual(epoch!.postedAt!.getTime())
  expect(await manifestOf(1)).toBe(canonicalJson(JSON.parse(await manifestOf(1))))
})

test('[REW-9] what differs is named: a leaf, a line, another root, another hash', async () => {
  const text = await manifestOf(3)
  const changed = async (change: (manifest: Record<string, never>) => void, rpc = true) => {
    const copy = JSON.parse(text) as Record<string, never>
    change(copy)
    writeFileSync(join(folder, 'changed.json'), JSON.stringify(copy))
    return verify('changed.json', ...(rpc ? ['--rpc', chain.rpcUrl] : []))
  }
  type Parts = {
    accounts: { account: string; cumulative: string }[]
    lines: { commitment: string }[]
    digests: { head: string }
  }
  const parts = JSON.parse(text) as Parts
  const [leaf] = parts.accounts
  const cumulative = await changed((copy) => {
    ;(copy as unknown as Parts).accounts[0]!.cumulative = String(BigInt(leaf!.cumulative) + 1n)
  })
  expect(cumulative.code).toBe(1)
  expect(cumulative.said).toContain(
    `differs: leaf ${leaf!.account} ${scene.at.token.toLowerCase()}: expected ${leaf!.cumulative}, found ${BigInt(leaf!.cumulative) + 1n}`,
  )
  const line = await changed((copy) => {
    const [first] = (copy as unknown as Parts).lines
    first!.commitment = first!.commitment.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
  }, false)
  expect(line).toEqual({ code: 1, said: expect.stringContaining('differs: line 1: expected digest') })
})

test('[REW-9] a bad file, a chain that does not answer and an unknown root are one sentence each', async () => {
  writeFileSync(join(folder, 'bad.json'), '{"kind":"rowright.epoch.v2","number":0}')
  const one = async (args: string[], saying: RegExp) => {
    const { code, said } = await verify(...args)
    expect(said.trim()).toMatch(saying)
    expect([code, said.trim().split('\n').length]).toEqual([1, 1])
  }
  await one(['bad.json'], /^✗ bad\.json: This is not an epoch manifest: .*$/)
  await one(['none.json'], /^✗ none\.json cannot be read \(ENOENT\)\.$/)
  await one(
    ['epoch-1.json', '--rpc', 'http://127.0.0.1:9'],
    /^✗ http:\/\/127\.0\.0\.1:9 does not answer: .*$/,
  )
  await one(
    ['epoch-2.json', '--rpc', chain.rpcUrl],
    /^✗ The chain does not know root 0x[0-9a-f]{64}: epoch 2 was not posted/,
  )
  await one([], /^✗ Usage: /)
})
