import type { Plan, Snapshot } from '../epochShapes.ts'

type Random = () => number

const POOLS = ['pool-a', 'pool-b']
export const address = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, '0')}`

/** Persons 0…n in two pools, some with an address, some folded into another, with random work, keep and revenue. */
export function randomSnapshot(random: Random): Snapshot {
  const upTo = (n: number) => Math.floor(random() * (n + 1))
  const persons = Array.from({ length: 2 + upTo(8) }, (_, i) => `person-${i}`)
  const survivors = new Map(persons.map((id, i) => [id, i > 1 && random() < 0.2 ? persons[0]! : id]))
  const addresses = addressesOf(random, survivors, new Map())
  const leaves = [...new Set(addresses.values())]
    .filter(() => random() < 0.5)
    .map((one) => [one, BigInt(1 + upTo(900))] as const)
  const some = <T>(share: number, make: (poolId: string, personId: string) => T): T[] =>
    POOLS.flatMap((poolId) => persons.flatMap((id) => (random() < share ? [make(poolId, id)] : [])))
  return happen(random, {
    // There was an epoch before it, and the first is 1.
    number: 2 + upTo(5),
    carried: some(0.8, (poolId, personId) => ({ poolId, personId, amount: BigInt(1 + upTo(30)) })),
    waiting: some(0.3, (poolId, personId) => ({
      poolId,
      id: `wait-${poolId}-${personId}`,
      personId,
      amount: BigInt(1 + upTo(99)),
    })),
    corrections: some(0.3, (poolId, personId) => ({
      poolId,
      assignmentId: `wrong-${poolId}-${personId}`,
      personId,
      amount: BigInt(1 + upTo(60)),
    })),
    dust: new Map(POOLS.map((poolId) => [poolId, BigInt(upTo(9))])),
    leaves: new Map(leaves),
    survivors,
    addresses,
  })
}

/** What the next epoch finds after one was closed: some persons have an address now, and there is new work and money. */
export function nextSnapshot(random: Random, before: Snapshot, planned: Plan): Snapshot {
  const upTo = (n: number) => Math.floor(random() * (n + 1))
  const entered = new Set(planned.entered.map((one) => one.id))
  const born = planned.entitlements.filter((one) => one.address === null)
  const netted = new Map<string, bigint>()
  for (const one of planned.netted)
    netted.set(one.assignmentId, (netted.get(one.assignmentId) ?? 0n) + one.amount)
  const dust = new Map(before.dust)
  const add = (poolId: string, amount: bigint) => dust.set(poolId, (dust.get(poolId) ?? 0n) + amount)
  for (const one of planned.distributions) add(one.poolId, one.dust - one.carried)
  for (const one of planned.netted) add(one.poolId, one.amount)
  const wrong = before.lines
    .filter((line) => line.accepted && line.price > 0n && random() < 0.15)
    .map((line) => ({ ...line, amount: (line.price * BigInt(line.multiplierPpm)) / 1_000_000n }))
    .filter((line) => line.amount > 0n)
  return happen(random, {
    number: before.number + 1 + (random() < 0.1 ? upTo(2) : 0),
    carried: planned.carry,
    waiting: [
      ...before.waiting.filter((one) => !entered.has(one.id)),
      ...born.map((one, i) => ({
        poolId: one.poolId,
        id: `${before.number}-${i}`,
        personId: one.personId,
        amount: one.amount,
      })),
    ],
    corrections: [
      ...before.corrections.map((one) => ({
        ...one,
        amount: one.amount - (netted.get(one.assignmentId) ?? 0n),
      })),
      ...wrong.map(({ poolId, assignmentId, personId, amount }) => ({
        poolId,
        assignmentId,
        personId,
        amount,
      })),
    ].filter((one) => one.amount > 0n),
    dust,
    leaves: new Map(planned.leaves.map((leaf) => [leaf.account, leaf.cumulative])),
    survivors: before.survivors,
    addresses: addressesOf(random, before.survivors, before.addresses),
  })
}

function addressesOf(
  random: Random,
  survivors: Snapshot['survivors'],
  known: Snapshot['addresses'],
): Snapshot['addresses'] {
  const addresses = new Map(known)
  for (const [i, [id, into]] of [...survivors].entries())
    if (into === id && !addresses.has(id) && random() < 0.6) addresses.set(id, address(i + 1))
  for (const [id, into] of survivors) if (addresses.has(into)) addresses.set(id, addresses.get(into)!)
  return addresses
}

/** Adds random verdicts, the balances that follow from them, and licenses. */
function happen(
  random: Random,
  so: Omit<Snapshot, 'balances' | 'lines' | 'licenses' | 'weights' | 'hosts' | 'unclaimed'>,
): Snapshot {
  const upTo = (n: number) => Math.floor(random() * (n + 1))
  const snapshot: Snapshot = {
    ...so,
    balances: [],
    lines: [],
    licenses: [],
    weights: new Map(),
    hosts: new Map(),
    unclaimed: [],
  }
  const persons = [...so.survivors.keys()]
  for (const poolId of POOLS) {
    for (const personId of persons) {
      const lines = Array.from({ length: upTo(5) }, () => ({
        price: BigInt(upTo(50)),
        multiplierPpm: 900_000 + upTo(300_000),
        accepted: random() < 0.8,
      }))
      for (const [i, line] of lines.entries()) {
        const assignmentId = `${so.number}-${poolId}-${personId}-${i}`
        snapshot.lines.push({ poolId, personId, assignmentId, ...line })
      }
      const carried = so.carried
        .filter((one) => one.poolId === poolId && one.personId === personId)
        .reduce((sum, one) => sum + one.amount, 0n)
      const pay = (line: (typeof lines)[number]) => (line.price * BigInt(line.multiplierPpm)) / 1_000_000n
      const held = lines.reduce((sum, line) => (line.accepted ? sum + pay(line) : sum), carried)
      const stake = BigInt(upTo(Number(held)))
      if (held > 0n)
        snapshot.balances.push({ poolId, personId, points: held - stake, stake, keep: BigInt(upTo(40)) })
    }
    const rows = 1 + upTo(9)
    // In half of the releases up to three hosts have up to a third of the rows each.
    const hosts = Array.from({ length: random() < 0.5 ? upTo(3) : 0 }, (_, i) => ({
      host: `${i}.example`,
      weightPpm: BigInt(upTo(Math.floor((rows * 1_000_000) / 3))),
    }))
    const ofHosts = hosts.reduce((sum, one) => sum + one.weightPpm, 0n)
    const weightPpm = (BigInt(rows * 1_000_000) - ofHosts) / BigInt(persons.length)
    const releaseId = `release-${poolId}`
    snapshot.hosts.set(releaseId, hosts)
    snapshot.weights.set(
      releaseId,
      persons.map((personId) => ({ personId, weightPpm })),
    )
    for (let i = 0; i < upTo(3); i++)
      snapshot.licenses.push({
        poolId,
        licenseId: `${so.number}-${poolId}-${i}`,
        releaseId,
        rows,
        gross: BigInt(1 + upTo(10_000)),
        sources: random() < 0.5 ? 0n : BigInt(upTo(5_000)),
      })
    for (const { host } of random() < 0.3 ? hosts : [])
      snapshot.unclaimed.push({
        poolId,
        licenseId: `old-${so.number}-${poolId}`,
        host,
        releaseId,
        rows,
        amount: BigInt(1 + upTo(3_000)),
      })
  }
  return snapshot
}
