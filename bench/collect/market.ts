/**
 * The platform side of the simulation: hands out leases, asks the decision core what to do with what comes back, and
 * keeps count. Every decision is the core's; nothing here knows who lies except the counters.
 */
import { type Fingerprints, fingerprint } from '@rowright/collector/fingerprint'
import {
  afterCheck,
  bandsOf,
  checkRatePpm,
  coolOffSeconds,
  inquest,
  isCanary,
  isDrawn,
  isTrusted,
  type Look,
  NEW_STANDING,
  nearDuplicate,
  newcomerFits,
  type Outcome,
  platformLooks,
  releasable,
  type Standing,
  verify,
} from '@rowright/pipeline/collect'
import type { Answer, Liar, Trade } from './liars.ts'

/** A visitor like others. */
const PLATFORM = 1_000_000
/** Of visits: what fails at the platform's side. */
const PLATFORM_FAILS = 0.03
const WITNESS_FAILS = 0.02
/** One lease per node and round. */
export const ROUND_SECONDS = 300
const REWARD = 1_000n

export interface Account {
  operator: number
  network: number
  play: Liar
  lies: boolean
  standing: Standing
  documents: Document[]
  /** Everything earned and not forfeited, in base units. */
  earned: bigint
  final: bigint
  /** Contributions beside those as a witness. */
  leases: number
}

interface Document {
  id: string
  url: number
  answer: Answer
  prints: Fingerprints
  state: 'on-trust' | 'confirmed' | 'rejected' | 'no-evidence'
  /** Counts among the accepted documents: not a repetition of another. */
  unique: boolean
  round: number
}

export interface Counts {
  leases: number
  probation: number
  witnesses: number
  looks: number
  canaries: number
}

export function openMarket(trade: Trade, seed: string) {
  const counts: Counts = { leases: 0, probation: 0, witnesses: 0, looks: 0, canaries: 0 }
  const trusted = new Set<Account>()
  const bands = new Map<string, Document>()
  const networks = new Map<number, { dismissals: number; until: number }>()
  let round = 0

  /** The account's next lease, or why there is none. */
  function serve(account: Account): 'served' | 'dismissed' | 'wait' {
    if (account.standing.dismissed) return 'dismissed'
    if (!account.standing.wasTrusted) {
      if (!newcomerFits(counts.probation, counts.leases, (round * ROUND_SECONDS) / 3_600)) return 'wait'
      counts.probation++
    }
    const url = counts.leases++
    const id = `lease-${url}`
    account.leases++
    if (isCanary(seed, id)) return canary(account, url)
    const given = account.play({ ...asked(account, url), witness: false })
    const prints = fingerprint(given.text)
    const document: Document = { id, url, answer: given, prints, state: 'on-trust', unique: true, round }
    account.documents.push(document)
    if (given.claimedWords !== given.text.split(' ').length) {
      conclude(account, document, 'fail')
      return 'served'
    }
    const repeats = repetition(document)
    if (repeats) document.unique = false
    if (repeats || isDrawn(seed, id, checkRatePpm(account.standing)))
      check(account, document, platformLooks(seed, id))
    else account.earned += REWARD
    return 'served'
  }

  function canary(account: Account, url: number): 'served' {
    counts.canaries++
    const given = account.play({ ...asked(account, url), witness: false })
    if (!given.fetched) judge(account, 'proof')
    else if (given.fake) judge(account, 'fail')
    else account.earned += REWARD
    return 'served'
  }

  const asked = (account: Account, url: number) => ({
    url,
    operator: account.operator,
    trusted: isTrusted(account.standing),
  })

  /** Asks witnesses and the platform until the core knows. [CLT-9] */
  function check(account: Account, document: Document, platformFirst: boolean): void {
    const looks: (Look & { account?: Account })[] = []
    for (;;) {
      const step = verify(document.prints, looks)
      if ('outcome' in step) {
        for (const [at, look] of looks.entries()) {
          if (!look.account) continue
          if (step.witnesses[at] !== 'fail') look.account.earned += REWARD
          judge(look.account, step.witnesses[at]!)
        }
        conclude(account, document, step.outcome)
        return
      }
      const other =
        step.next === 'witness' &&
        ((!platformFirst && isTrusted(account.standing)) ||
          looks.some((one) => one.by === 'platform' && one.text))
          ? witnessFor(account)
          : undefined
      if (other) {
        counts.witnesses++
        const failed = trade.random() < WITNESS_FAILS
        const seen = failed ? null : other.play({ ...asked(other, document.url), witness: true }).text
        looks.push({ by: 'node', text: seen === null ? null : fingerprint(seen), account: other })
      } else {
        counts.looks++
        const failed = trade.random() < PLATFORM_FAILS
        looks.push({
          by: 'platform',
          text: failed ? null : fingerprint(trade.web.visit(document.url, PLATFORM)),
        })
      }
    }
  }

  function witnessFor(account: Account): Account | undefined {
    const others = [...trusted]
    for (let tries = 0; tries < 5 && others.length > 0; tries++) {
      const other = others[Math.floor(trade.random() * others.length)]!
      if (other !== account && other.network !== account.network && !other.standing.dismissed) return other
    }
    return undefined
  }

  function conclude(account: Account, document: Document, outcome: Outcome): void {
    const paid = document.state === 'on-trust' && account.documents.at(-1) !== document
    document.state = outcome === 'pass' ? 'confirmed' : outcome === 'fail' ? 'rejected' : 'no-evidence'
    if (outcome === 'fail' && paid) account.earned -= REWARD
    if (outcome !== 'fail' && !paid) account.earned += REWARD
    judge(account, outcome)
  }

  function judge(account: Account, outcome: Outcome | 'proof'): void {
    const before = account.standing
    account.standing = afterCheck(before, outcome)
    if (isTrusted(account.standing)) trusted.add(account)
    else trusted.delete(account)
    if (before.dismissed) return
    if (account.standing.dismissed) dismiss(account)
    if (account.standing.dismissed || outcome !== 'fail') return
    const open = account.documents.filter((one) => one.state === 'on-trust' && one.round < round)
    for (const one of inquest(open, trade.random)) {
      if (account.standing.dismissed) return
      if (one.state === 'on-trust') check(account, one, true)
    }
  }

  /** Withdraws what nobody else confirmed, forfeits what is pending. [CLT-7, CLT-8] */
  function dismiss(account: Account): void {
    for (const one of account.documents) if (one.state === 'on-trust') one.state = 'rejected'
    account.earned = account.final
    const { dismissals } = networks.get(account.network) ?? { dismissals: 0 }
    networks.set(account.network, {
      dismissals: dismissals + 1,
      until: round + coolOffSeconds(dismissals + 1) / ROUND_SECONDS,
    })
  }

  /** An earlier document of another URL that this one repeats. [CLT-10] */
  function repetition(document: Document): Document | undefined {
    let found: Document | undefined
    for (const key of bandsOf(document.prints.minhash)) {
      const earlier = bands.get(key)
      if (!earlier) bands.set(key, document)
      else if (!found && earlier.state !== 'rejected' && nearDuplicate(earlier.prints, document.prints))
        found = earlier
    }
    return found
  }

  return {
    counts,
    serve,
    endRound(accounts: readonly Account[]) {
      round++
      if (round % 10 === 0) for (const account of accounts) release(account)
    },
    /** The campaign ends: who is under suspicion is looked at until it is gone or they are. [CLT-6] */
    close(accounts: readonly Account[]) {
      round++
      for (const account of accounts) {
        for (const one of account.documents.toReversed()) {
          if (account.standing.suspicion === 0 || account.standing.dismissed) break
          if (one.state === 'on-trust') check(account, one, true)
        }
      }
      for (const account of accounts) release(account)
    },
    coolsOff: (network: number) => (networks.get(network)?.until ?? 0) > round,
    open: (operator: number, network: number, play: Liar, lies: boolean): Account => ({
      operator,
      network,
      play,
      lies,
      standing: NEW_STANDING,
      documents: [],
      earned: 0n,
      final: 0n,
      leases: 0,
    }),
  }

  function release(account: Account): void {
    const pending = account.earned - account.final
    if (pending <= 0n) return
    const each = Array.from({ length: Number(pending / REWARD) }, (_, at) => ({
      id: String(at),
      amount: REWARD,
      ageSeconds: 0,
    }))
    account.final += BigInt(releasable(account.standing, each).length) * REWARD
  }
}

export { REWARD }
