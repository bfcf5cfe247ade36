import { defaultFailAt, defaultStake, type Economy } from '@rowright/protocol'
import { type Question, questionOf } from '@rowright/tasktype'

interface Rules {
  /** Base units an answer. */
  price: bigint
  question: Question
  goldRatePpm: number
  checks: number
  /** Null: by how often a random answer to the question is right. */
  failAt: number | null
  /** Base units a window; null: a fifth above the least. */
  stake: bigint | null
}

/** The rules of pay that a campaign comes to; what is left out is computed, as the server does. */
export function economyOf({ price, question, goldRatePpm, checks, failAt, stake }: Rules): Economy {
  const { type, schema } = questionOf(question)
  // In one of how many a random answer is right: two labels or ten, a scale with its slack, a pair with or without ties.
  const classes = 1 / type.chance(schema)
  const base = { price, classes, goldRatePpm, checks, failAt: failAt ?? defaultFailAt(checks, classes) }
  return { ...base, stake: stake ?? defaultStake(base) }
}

/** The same of a campaign that exists; null where no windows are checked. */
export function economyOfCampaign(
  campaign: Question & {
    price: string
    stake: string
    goldRatePpm: number
    assignment: string
    windowChecks: number | null
    windowFailAt: number | null
  },
): Economy | null {
  const { price, stake, goldRatePpm, assignment, windowChecks, windowFailAt } = campaign
  if (assignment !== 'open' || windowChecks === null) return null
  return economyOf({
    price: BigInt(price),
    question: campaign,
    goldRatePpm,
    checks: windowChecks,
    failAt: windowFailAt,
    stake: BigInt(stake),
  })
}
