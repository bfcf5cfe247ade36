/** A labeler's first answers are checked this often: a random clicker is known after about 14 checks (two labels). */
export const GOLD_START = 0.4
/** Answers in which the excess over the campaign's rate falls to 1/e: after 60 about 5 % of it is left. */
export const GOLD_DECAY = 20
/** Once in so many answers the hazard rises again, at a random place and to a random height. */
export const GOLD_BLOCK = 200
/** A gold answered this often is known too well: it gets no more slots. */
export const MOST_PER_GOLD = 100

/** Answers of a labeler that budgets count with; who gives fewer meets more gold, who gives more meets less. */
const ANSWERS_EACH = 100

/** Gold answers per answer of work that slots are opened for, at a campaign's rate in ppm. */
export function goldPerWork(ratePpm: number): number {
  const rate = ratePpm / 1_000_000
  if (rate === 0) return 0
  const start = GOLD_DECAY * (1 - Math.exp(-ANSWERS_EACH / GOLD_DECAY))
  const rises = (ANSWERS_EACH / GOLD_BLOCK) * GOLD_DECAY * 0.5
  const share = rate + (Math.max(0, GOLD_START - rate) * (start + rises)) / ANSWERS_EACH
  return share / (1 - share)
}
