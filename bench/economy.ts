/** What random clickers with unlimited fresh accounts earn under the settlement rules, and what honest labelers keep. */
import { betaInterval } from '@rowright/aggregate'
import {
  type Check,
  defaultFailAt,
  defaultStake,
  EFFORT,
  multiplierPpm,
  paidAtClose,
  payOfAnswer,
  releasedAtClose,
  staysStaked,
  windowOutcome,
} from '@rowright/protocol'

const PRICE = 10_000n
const GOLD_RATE_PPM = 50_000
const WINDOW_CHECKS = 20
const PEOPLE = 1_000
const CLICKERS = 0.3
const ANSWERS = 4_000
const SEEDS = 5

interface Earned {
  answers: number
  paid: bigint
  slashed: bigint
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const bounds = new Map<string, number>()
/** The lower bound of skill as the room measures it: 5 % quantile of Beta(1 + right, 1 + wrong), in ppm. */
function lowPpm(right: number, wrong: number): number {
  const key = `${right} ${wrong}`
  const known = bounds.get(key)
  if (known !== undefined) return known
  const low = Math.floor(betaInterval(1 + right, 1 + wrong, 0.9).low * 1_000_000)
  bounds.set(key, low)
  return low
}

/** One account in one campaign, by the rules of the room `settlement`. */
class Account {
  readonly #classes: number
  readonly #stake: bigint
  readonly #failAt: number
  #window: Check[] = []
  #all: Check[] = []
  #pay = 0n
  #multiplier = 1_000_000
  staked = 0n
  free = 0n
  slashed = 0n
  passed = 0
  failed = false
  /** Answers in the open window. */
  waiting = 0

  constructor(classes: number) {
    this.#classes = classes
    this.#failAt = defaultFailAt(WINDOW_CHECKS, classes)
    this.#stake = defaultStake({
      price: PRICE,
      classes,
      goldRatePpm: GOLD_RATE_PPM,
      checks: WINDOW_CHECKS,
      failAt: this.#failAt,
    })
  }

  answer(gold: boolean, right: boolean): void {
    this.#pay += payOfAnswer(PRICE, this.#multiplier)
    this.waiting++
    if (!gold) return
    const check = { gold: true, passed: right }
    this.#window.push(check)
    this.#all.push(check)
    const rights = this.#all.filter((one) => one.passed).length
    this.#multiplier = multiplierPpm(lowPpm(rights, this.#all.length - rights), this.#all.length)
    const outcome = windowOutcome(this.#window, { checks: WINDOW_CHECKS, failAt: this.#failAt })
    if (outcome === 'passed') this.#accept(false)
    if (outcome === 'failed') this.#reject()
  }

  close(): void {
    if (this.failed) return
    if (this.waiting > 0 && paidAtClose(this.#window, this.#classes)) this.#accept(true)
    // What stays staked after a first window, or is carried, is not counted as earned.
    else if (this.passed > 1 || releasedAtClose(this.#all, this.#classes)) this.#release()
  }

  #accept(closed: boolean): void {
    const all = this.staked + this.#pay
    const stays = staysStaked({
      passedBefore: this.passed,
      staked: this.staked,
      pay: this.#pay,
      stake: this.#stake,
      closed,
      trusted: () => releasedAtClose(this.#all, this.#classes),
    })
    this.free += all - stays
    this.staked = stays
    this.passed++
    this.#window = []
    this.#pay = 0n
    this.waiting = 0
  }

  #reject(): void {
    this.slashed += this.staked
    this.staked = 0n
    this.#pay = 0n
    this.failed = true
  }

  #release(): void {
    this.free += this.staked
    this.staked = 0n
  }
}

/** A clicker: a fresh account whenever one is used up. Half of them leave every account after its first window. */
function click(classes: number, random: () => number, leaves: boolean): Earned {
  const earned: Earned = { answers: 0, paid: 0n, slashed: 0n }
  let account = new Account(classes)
  const leave = () => {
    account.close()
    earned.paid += account.free
    earned.slashed += account.slashed
    account = new Account(classes)
  }
  while (earned.answers < ANSWERS) {
    earned.answers++
    account.answer(random() * 1_000_000 < GOLD_RATE_PPM, random() * classes < 1)
    if (account.failed || (leaves && account.passed > 0)) leave()
  }
  leave()
  return earned
}

function work(classes: number, random: () => number): Earned {
  const accuracy = 0.9 + random() * 0.08
  const account = new Account(classes)
  let answers = 0
  while (answers < ANSWERS && !account.failed) {
    answers++
    account.answer(random() * 1_000_000 < GOLD_RATE_PPM, random() < accuracy)
  }
  account.close()
  return { answers, paid: account.free, slashed: account.slashed }
}

const sum = (of: readonly Earned[]) =>
  of.reduce(
    (total, one) => ({
      answers: total.answers + one.answers,
      paid: total.paid + one.paid,
      slashed: total.slashed + one.slashed,
    }),
    { answers: 0, paid: 0n, slashed: 0n },
  )

const worst = {
  clickerPerAnswerShare: 0,
  clickerNetAfterEffort: Number.NEGATIVE_INFINITY,
  clickerBudgetShare: 0,
  honestKept: 1,
}
for (const classes of [2, 4]) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = randomOf(seed * 1_000 + classes)
    const clickers = Array.from({ length: PEOPLE * CLICKERS }, (_, i) => click(classes, random, i % 2 === 0))
    const honest = Array.from({ length: PEOPLE * (1 - CLICKERS) }, () => work(classes, random))
    const [bad, good] = [sum(clickers), sum(honest)]
    const perAnswer = Number(bad.paid) / bad.answers / Number(PRICE)
    const net = perAnswer - EFFORT
    const budget = Number(bad.paid) / Number(bad.paid + good.paid)
    const kept = Number(good.paid) / good.answers / Number(PRICE)
    console.log(
      `k = ${classes}, seed ${seed}: clickers ${(100 * perAnswer).toFixed(2)} % per answer, ${(100 * budget).toFixed(2)} % of the budget; honest keep ${(100 * kept).toFixed(2)} %`,
    )
    worst.clickerPerAnswerShare = Math.max(worst.clickerPerAnswerShare, perAnswer)
    worst.clickerNetAfterEffort = Math.max(worst.clickerNetAfterEffort, net)
    worst.clickerBudgetShare = Math.max(worst.clickerBudgetShare, budget)
    worst.honestKept = Math.min(worst.honestKept, kept)
  }
}
console.log(JSON.stringify(worst))
