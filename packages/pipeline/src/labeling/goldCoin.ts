import { sha256Hex } from '@rowright/protocol'

/** A labeler's first answers are checked this often: a random clicker is known after about 14 of them (k = 2). */
const START = 0.4
/** Answers in which the excess over the campaign's rate falls to 1/e: after 60 about 5 % of it is left. */
const DECAY = 20
/** Once in so many answers the hazard rises again, at a random place and to a random height. */
const BLOCK = 200

/** Uniform in [0, 1) from a seed and a name, the same on every machine. */
const draw = (seed: string, name: string): number =>
  Number.parseInt(sha256Hex(`${seed}:${name}`).slice(0, 12), 16) / 2 ** 48

/** The seed of a labeler's coin in a campaign. */
export const coinOf = (campaign: { coinSeed: string }, personId: string): string =>
  sha256Hex(`${campaign.coinSeed}:${personId}`)

/** Probability that the task after `answered` answers is gold. [LAB-14] @param rate the campaign's rate, 0…1. */
export function goldHazard(coin: string, answered: number, rate: number): number {
  if (rate === 0 || rate >= START) return rate
  const excess = START - rate
  let raised = Math.exp(-answered / DECAY)
  const block = Math.floor(answered / BLOCK)
  for (const one of [block - 1, block]) {
    const since = answered - (one + draw(coin, `rise ${one}`)) * BLOCK
    if (one >= 0 && since >= 0) raised += draw(coin, `height ${one}`) * Math.exp(-since / DECAY)
  }
  return rate + excess * Math.min(1, raised)
}

/** Whether the task after `answered` answers is gold: the same each time it is asked, so that skipping avoids none. */
export const drawsGold = (coin: string, answered: number, ratePpm: number): boolean =>
  draw(coin, `coin ${answered}`) < goldHazard(coin, answered, ratePpm / 1_000_000)

/** Answers of a labeler that budgets count with; who gives fewer meets more gold, who gives more meets less. */
const ANSWERS_EACH = 100

/** Gold answers per answer of work that slots are opened for. [LAB-14] */
export function goldPerWork(ratePpm: number): number {
  const rate = ratePpm / 1_000_000
  if (rate === 0) return 0
  const excess = Math.max(0, START - rate)
  const start = DECAY * (1 - Math.exp(-ANSWERS_EACH / DECAY))
  const rises = (ANSWERS_EACH / BLOCK) * DECAY * 0.5
  const share = rate + (excess * (start + rises)) / ANSWERS_EACH
  return share / (1 - share)
}
