/** A crowd in which three nodes in ten lie, and what becomes of it. */
import { seededRandom, shuffle } from '../aggregate/draw.ts'
import { honest, LIARS, type Liar, ring } from './liars.ts'
import { type Account, openMarket, REWARD } from './market.ts'
import { makeWeb } from './web.ts'

export const NODES = 200
export const LEASES = 300
export const LYING = 0.3
const FARM = 164
const MOST_ROUNDS = 3_000

export interface Told {
  falseAccept: number
  honestReject: number
  overhead: number
  honestPay: number
  /** Of the fakes that were handed in: how many are still accepted. */
  fakesAccepted: number
  /** What lying accounts were paid for good, as a share of what honest work of the same demand pays. */
  liarsPay: number
  /** Rounds until every honest node had its leases; as many as leases when nobody ever waited. */
  rounds: number
}

export type Crowd = { liars: string[]; freshNetworks?: boolean; farm?: boolean }

export const MIXED = 'all of them mixed'

export const CROWDS: Record<string, Crowd> = {
  ...Object.fromEntries(Object.keys(LIARS).map((name) => [name, { liars: [name] }])),
  'one operator, 164 accounts': { liars: [], farm: true },
  'random text, a new network for each key': { liars: ['random text'], freshNetworks: true },
  [MIXED]: { liars: Object.keys(LIARS), farm: true },
}

interface Node {
  account: Account
  play: Liar
  lies: boolean
  operator: number
}

/** @param lying of the nodes, those that lie. */
export function play(crowd: Crowd, seed: number, lying = LYING): Told {
  const random = seededRandom(seed)
  const web = makeWeb(seed * 7_919)
  const trade = { web, random }
  const market = openMarket(trade, seed.toString(16).padStart(64, '0'))
  const liars = Math.round(NODES * lying)
  const nodes: Node[] = []
  const every: Account[] = []
  let network = 0
  const addNode = (operator: number, playing: Liar, lies: boolean) => {
    const account = market.open(operator, network++, playing, lies)
    nodes.push({ account, play: playing, lies, operator })
    every.push(account)
  }
  for (let at = 0; at < NODES - liars; at++) addNode(at, honest(trade), false)
  const rings = new Map(crowd.liars.map((name) => [name, LIARS[name]!(trade)]))
  const alone = crowd.farm ? (crowd.liars.length === 0 ? 0 : liars - 6) : liars
  for (let at = 0; at < alone; at++)
    addNode(1_000 + at, rings.get(crowd.liars[at % crowd.liars.length]!)!, true)
  // The farm has the demand of the nodes it stands for, split over its accounts, each with an address of its own.
  const farmDemand = crowd.farm ? liars - alone : 0
  const farm = ring(trade, 0.3)
  if (crowd.farm) for (let at = 0; at < FARM; at++) addNode(5_000, farm, true)

  let rounds = 0
  const unfinished = () => nodes.some((node) => !node.lies && node.account.leases < LEASES)
  for (; rounds < MOST_ROUNDS && unfinished(); rounds++) {
    for (const node of shuffle(nodes, random)) {
      if (!node.lies && node.account.leases >= LEASES) continue
      if (node.lies && rounds >= LEASES) continue
      if (node.operator === 5_000 && random() >= farmDemand / FARM) continue
      if (node.account.standing.dismissed) {
        if (!node.lies) continue
        if (crowd.freshNetworks) node.account = market.open(node.operator, network++, node.play, true)
        else if (market.coolsOff(node.account.network)) continue
        else node.account = market.open(node.operator, node.account.network, node.play, true)
        every.push(node.account)
      }
      market.serve(node.account)
    }
    market.endRound(every)
    if (nodes.every((node) => node.lies || node.account.leases >= LEASES || node.account.standing.dismissed))
      break
  }
  market.close(every)
  return tell(every, market.counts, rounds, liars)
}

function tell(
  every: readonly Account[],
  counts: ReturnType<typeof openMarket>['counts'],
  rounds: number,
  lying: number,
): Told {
  const documents = every.flatMap((account) =>
    account.documents.map((one) => ({ ...one, lies: account.lies })),
  )
  const accepted = documents.filter(
    (one) => one.unique && (one.state === 'confirmed' || one.state === 'on-trust'),
  )
  const fakes = documents.filter((one) => one.answer.fake)
  const fakeAccepted = accepted.filter((one) => one.answer.fake).length
  const ofHonest = documents.filter((one) => !one.lies)
  const honestAccounts = every.filter((account) => !account.lies)
  const honestWork = honestAccounts.length * LEASES
  // Witnesses are paid on top; an honest node's pay is set beside its leases only, so it may be above 1.
  const earned = honestAccounts.reduce((sum, account) => sum + Number(account.earned / REWARD), 0)
  const liars = every.filter((account) => account.lies)
  const liarsFinal = liars.reduce((sum, account) => sum + Number(account.final / REWARD), 0)
  const { witnesses, looks, canaries } = counts
  return {
    falseAccept: fakeAccepted / Math.max(1, accepted.length),
    honestReject: ofHonest.filter((one) => one.state === 'rejected').length / Math.max(1, ofHonest.length),
    overhead: (witnesses + looks + canaries) / Math.max(1, accepted.length),
    honestPay: earned / honestWork,
    fakesAccepted: fakeAccepted / Math.max(1, fakes.length),
    liarsPay: liarsFinal / (lying * LEASES),
    rounds,
  }
}
