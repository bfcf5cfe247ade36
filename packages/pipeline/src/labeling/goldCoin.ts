import { GOLD_BLOCK, GOLD_DECAY, GOLD_START, sha256Hex } from '@rowright/protocol'

/** Uniform in [0, 1) from a seed and a name, the same on every machine. */
const draw = (seed: string, name: string): number =>
  Number.parseInt(sha256Hex(`${seed}:${name}`).slice(0, 12), 16) / 2 ** 48

/** The seed of a labeler's coin in a campaign. */
export const coinOf = (campaign: { coinSeed: string }, personId: string): string =>
  sha256Hex(`${campaign.coinSeed}:${personId}`)

/** Probability that the task after `answered` answers is gold. [LAB-14] @param rate the campaign's rate, 0…1. */
export function goldHazard(coin: string, answered: number, rate: number): number {
  if (rate === 0 || rate >= GOLD_START) return rate
  let raised = Math.exp(-answered / GOLD_DECAY)
  const block = Math.floor(answered / GOLD_BLOCK)
  for (const one of [block - 1, block]) {
    const since = answered - (one + draw(coin, `rise ${one}`)) * GOLD_BLOCK
    if (one >= 0 && since >= 0) raised += draw(coin, `height ${one}`) * Math.exp(-since / GOLD_DECAY)
  }
  return rate + (GOLD_START - rate) * Math.min(1, raised)
}

/** Whether the task after `answered` answers is gold: the same each time it is asked, so that skipping avoids none. */
export const drawsGold = (coin: string, answered: number, ratePpm: number): boolean =>
  draw(coin, `coin ${answered}`) < goldHazard(coin, answered, ratePpm / 1_000_000)
