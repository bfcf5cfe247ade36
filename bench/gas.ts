/** Gas of every verb of the contracts, whole transactions on anvil (prague), trees of 1,048,576 leaves. `--check` fails on drift from bench/gas.snapshot.json, `--write` renews it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { consentsAbi, type Deployment, dataPoolsAbi, licensesAbi, rewardsAbi } from '@rowright/chain'
import { DEV_ACCOUNTS, startAnvil } from '@rowright/chain/local'
import * as post from '@rowright/chain/post'
import { type Hex, keccak256, maxUint256, stringToHex, toHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { sparseTree } from './gas/sparseTree.ts'

const DEPTH = 20
const USD = 1_000_000n
/** Not more than: the bars, and the best peer measured the same way. */
const bars = {
  claimRepeat: { max: 63_500, peer: 'Morpho 64,200' },
  claimFirst: { max: 97_500, peer: 'Morpho 98,400' },
  activate: { max: 32_000, peer: 'Morpho 38,700' },
  claimManyPerAccount: { max: 26_000, peer: '–' },
  postRoot: { max: 50_000, peer: 'Merkl 53,500' },
  postRootPerFurtherToken: { max: 8_000, peer: '–' },
  consentBatch: { max: 47_000, peer: 'EAS 45,900 each' },
  revoke: { max: 46_000, peer: 'EAS 46,400' },
  buy: { max: 78_000, peer: 'Ocean 314,800' },
  buyFor: { max: 102_000, peer: 'Ocean 314,800' },
  /** The largest batch, every account new, no proofs joined: it must fit into a transaction (EIP-7825). */
  claimMany200New: { max: 16_777_216, peer: 'EIP-7825' },
} as const
type Operation = keyof typeof bars
const operations = Object.keys(bars) as Operation[]

const word = (text: string): Hex => keccak256(stringToHex(text))
const people = (name: string, length: number) =>
  Array.from({ length }, (_, i) => privateKeyToAddress(word(`${name} ${i}`)))
const accounts = people('gas account', 100)

async function measure(): Promise<Record<Operation, number>> {
  post.compile()
  const local = await startAnvil()
  try {
    const [steward, buyer] = [DEV_ACCOUNTS[0]!, DEV_ACCOUNTS[1]!]
    const sender = await post.openSender(local.rpcUrl, steward.privateKey)
    const { address } = steward
    const roles = { admin: address, poster: address, publisher: address, anchorer: address }
    const at = await post.deploy(sender, { window: 0, ...roles })
    const gas: Partial<Record<Operation, number>> = {}
    await measureClaims(sender, at, gas)
    await measureConsents(sender, at, gas)
    await measureLicenses(sender, await post.openSender(local.rpcUrl, buyer.privateKey), at, gas)
    return gas as Record<Operation, number>
  } finally {
    await local.stop()
  }
}

async function measureClaims(sender: post.Sender, at: Deployment, gas: Partial<Record<Operation, number>>) {
  const poolId = await openPool(sender, at)
  await post.fundCampaign(sender, at, { poolId, campaignId: word('campaign'), amount: 1_000_000n * USD })
  let epoch = 0n
  const nextEpoch = async (each: bigint, tokens = [at.token], paid = accounts) => {
    epoch += 1n
    const tree = sparseTree(
      DEPTH,
      paid.map((account, i) => ({ account, token: at.token, cumulative: each + BigInt(i) })),
    )
    const declared = tokens.map((token, i) => ({ token, total: epoch * (i === 0 ? 10_000n : 1n) * USD }))
    const posted = await post.postRoot(sender, at, {
      root: tree.root,
      manifestHash: word(`m${epoch}`),
      epoch,
      declared,
    })
    const activated = await post.activate(sender, at)
    return { claims: tree.claims, posted: Number(posted.gasUsed), activated: Number(activated.gasUsed) }
  }
  const claim = async (c: post.Claim) => {
    const { request } = await sender.simulateContract({
      address: at.rewards,
      abi: rewardsAbi,
      functionName: 'claim',
      args: [c.account, c.token, c.cumulative, c.proof],
    })
    const receipt = await sender.waitForTransactionReceipt({ hash: await sender.writeContract(request) })
    return Number(receipt.gasUsed)
  }
  const first = await nextEpoch(20n * USD)
  gas.claimFirst = await claim(first.claims[0]!)
  await post.claimMany(sender, at, first.claims)
  const second = await nextEpoch(40n * USD)
  gas.claimRepeat = await claim(second.claims[0]!)
  await post.claimMany(sender, at, second.claims)
  const third = await nextEpoch(60n * USD)
  gas.postRoot = third.posted
  gas.activate = third.activated
  gas.claimManyPerAccount = Number((await post.claimMany(sender, at, third.claims)).gasUsed) / accounts.length
  // Tokens whose declared total was not zero before, as in every epoch but a token's first.
  const others = await fundFurtherTokens(sender, at, 4)
  await nextEpoch(80n * USD, [at.token, ...others])
  const many = await nextEpoch(100n * USD, [at.token, ...others])
  gas.postRootPerFurtherToken = (many.posted - third.posted) / others.length
  const { claims } = await nextEpoch(120n * USD, [at.token], people('new account', 200))
  gas.claimMany200New = await claimUnjoined(sender, at, claims)
}

/** As `post.claimMany`, but every claim brings its whole proof: what a batch costs at most. */
async function claimUnjoined(sender: post.Sender, at: Deployment, claims: post.Claim[]): Promise<number> {
  const paths = claims.map(({ account, cumulative }) => ({
    path: (BigInt(account) << 96n) | BigInt(DEPTH),
    cumulative,
  }))
  const { request } = await sender.simulateContract({
    address: at.rewards,
    abi: rewardsAbi,
    functionName: 'claimMany',
    args: [at.token, paths, claims.flatMap(({ proof }) => proof)],
  })
  return Number(
    (await sender.waitForTransactionReceipt({ hash: await sender.writeContract(request) })).gasUsed,
  )
}

async function fundFurtherTokens(sender: post.Sender, at: Deployment, count: number): Promise<Hex[]> {
  const { address } = sender.account
  const tokens: Hex[] = []
  for (let i = 0; i < count; i += 1) {
    const roles = { admin: address, poster: address, publisher: address, anchorer: address }
    const { token } = await post.deploy(sender, { window: 0, ...roles })
    const { request } = await sender.simulateContract({
      address: at.dataPools,
      abi: dataPoolsAbi,
      functionName: 'listToken',
      args: [token],
    })
    await sender.waitForTransactionReceipt({ hash: await sender.writeContract(request) })
    const other = { ...at, token }
    const poolId = await openPool(sender, other)
    await post.fundCampaign(sender, other, { poolId, campaignId: word('campaign'), amount: 1_000n * USD })
    tokens.push(token)
  }
  return tokens
}

async function measureConsents(sender: post.Sender, at: Deployment, gas: Partial<Record<Operation, number>>) {
  await post.anchorConsents(sender, at, word('batch 1'), 400)
  gas.consentBatch = Number((await post.anchorConsents(sender, at, word('batch 2'), 100_000)).gasUsed)
  const { request } = await sender.simulateContract({
    address: at.consents,
    abi: consentsAbi,
    functionName: 'revoke',
    args: [word('secret')],
  })
  gas.revoke = Number(
    (await sender.waitForTransactionReceipt({ hash: await sender.writeContract(request) })).gasUsed,
  )
}

async function measureLicenses(
  owner: post.Sender,
  buyer: post.Sender,
  at: Deployment,
  gas: Partial<Record<Operation, number>>,
) {
  const poolId = await openPool(owner, at)
  const offer = {
    poolId,
    price: 100n * USD,
    duration: 365 * 86_400,
    purposes: 3,
    licenseeClass: 1,
    termsHash: poolId,
  }
  const { offerId } = await post.addOffer(owner, at, offer)
  await post.mintTestDollars(buyer, at, buyer.account.address, 10_000n * USD)
  // Unlimited, as the peers were measured. A finite allowance is written by each purchase: 2,900 gas more.
  await post.allow(buyer, at.token, at.licenses, maxUint256)
  const buy = async () => {
    const { request } = await buyer.simulateContract({
      address: at.licenses,
      abi: licensesAbi,
      functionName: 'buy',
      args: [offerId, 100n * USD],
    })
    return buyer.waitForTransactionReceipt({ hash: await buyer.writeContract(request) })
  }
  await buy()
  gas.buy = Number((await buy()).gasUsed)
  gas.buyFor = Number(
    (await post.buyLicense(buyer, at, { offerId, maxPrice: 100n * USD, licensee: accounts[0]! })).gasUsed,
  )
}

let pools = 0

async function openPool(sender: post.Sender, at: Deployment): Promise<Hex> {
  await post.mintTestDollars(sender, at, sender.account.address, 1_000_000n * USD)
  pools += 1
  const salt = toHex(pools, { size: 32 })
  const treasury = sender.account.address
  return (await post.createPool(sender, at, { salt, metadataHash: salt, treasuryBps: 1_000, treasury }))
    .poolId
}

const snapshotFile = new URL('gas.snapshot.json', import.meta.url)
const measured = await measure()
const gas = Object.fromEntries(operations.map((name) => [name, measured[name]]))
console.log('operation                     gas      bar   best peer')
let over = 0
for (const name of operations) {
  const { max, peer } = bars[name]
  if (measured[name] > max) over += 1
  const columns = [measured[name].toFixed(0).padStart(10), String(max).padStart(11)]
  console.log(`${name.padEnd(25)}${columns.join('')}   ${peer}${measured[name] > max ? ' OVER' : ''}`)
}
if (process.argv.includes('--write')) writeFileSync(snapshotFile, `${JSON.stringify(gas, null, 2)}\n`)
if (process.argv.includes('--check')) {
  const snapshot: unknown = JSON.parse(readFileSync(snapshotFile, 'utf8'))
  if (JSON.stringify(snapshot) !== JSON.stringify(gas)) {
    console.error('Gas differs from bench/gas.snapshot.json. If that is wanted: npm run bench -- gas --write')
    process.exitCode = 1
  }
}
if (over > 0) process.exitCode = 1
const { postRootPerFurtherToken: _, claimMany200New: __, ...told } = gas
console.log(JSON.stringify(told))
