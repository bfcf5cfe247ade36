/** The last line of a replay. Amounts are base units of the reward token. */
export interface Report {
  dataset: string
  tasks: number
  workers: number
  /** Rows after exact duplicates, the conflicting ones included. */
  answers: number
  /** Of those, further labels of one worker on one task: not played. */
  conflicting: number
  /** Over tasks with a truth that were not gold; null without any. */
  accuracy: number | null
  majorityAccuracy: number | null
  overCollected: number
  lost: number
  ledgerImbalance: number
  rewardsOwed: number
  rewardsPaid: number
  accountsPaid: number
  revenueIn: number
  revenueOut: number
  dust: number
  /** Accepted answers: what the campaign paid for, gold and audit included. */
  paidAnswers: number
  exportedRows: number
  exportSha256: string
  seconds: number
  /** Answers submitted per second while answers were submitted. */
  answersPerSecond: number
}

/** What a replay knows beside its report. */
export interface Findings {
  submitted: number
  /** Whether tasks closed when they were sure: then not all that was recorded is answered. */
  adaptive: boolean
  /** Accounts that received another amount than they were owed, for work and of revenue. */
  wronglyPaidWork: number
  wronglyPaidRevenue: number
  accountsWithPay: number
  /** Verdicts that are not what the rule says, or that are missing. */
  wrongVerdicts: number
  brokenCommitments: number
  slots: number
}

/** What is not as it must be, one sentence each. */
export function violations(report: Report, found: Findings): string[] {
  const wrong: string[] = []
  const must = (holds: boolean, sentence: string) => {
    if (!holds) wrong.push(sentence)
  }
  const playable = report.answers - report.conflicting
  const { rewardsOwed, rewardsPaid, revenueIn, revenueOut, dust } = report
  if (found.adaptive) {
    must(found.submitted <= playable, `${found.submitted} answers were submitted of ${playable} recorded.`)
    must(found.slots === found.submitted, `${found.slots} slots were paid for ${found.submitted} answers.`)
  } else {
    must(found.submitted === playable, `Only ${found.submitted} of ${playable} answers could be submitted.`)
    must(found.slots === playable, `The campaign has ${found.slots} slots for ${playable} listed answers.`)
  }
  must(report.overCollected === 0, `${report.overCollected} answers were stored beyond their task's slots.`)
  must(report.lost === 0, `${report.lost} answers that were taken are not in the export.`)
  must(report.ledgerImbalance === 0, `The books are off by ${report.ledgerImbalance} base units.`)
  must(found.wrongVerdicts === 0, `${found.wrongVerdicts} verdicts are not what the control tasks say.`)
  must(rewardsOwed > 0, 'Nothing is owed for work.')
  must(rewardsPaid === rewardsOwed, `${rewardsOwed} are owed for work and ${rewardsPaid} were paid.`)
  must(found.wronglyPaidWork === 0, `${found.wronglyPaidWork} accounts were not paid what their work earned.`)
  must(
    report.accountsPaid === found.accountsWithPay,
    `${report.accountsPaid} of ${found.accountsWithPay} accounts with pay were paid.`,
  )
  must(revenueIn > 0, 'No license money came in.')
  must(
    revenueOut + dust === revenueIn,
    `Of ${revenueIn} license money, ${revenueOut} went out and ${dust} is dust.`,
  )
  must(
    found.wronglyPaidRevenue === 0,
    `${found.wronglyPaidRevenue} accounts did not get their part of the revenue.`,
  )
  must(report.exportedRows === report.tasks, `${report.exportedRows} of ${report.tasks} tasks were exported.`)
  must(
    found.brokenCommitments === 0,
    found.brokenCommitments < 0
      ? "The exported rows are not the manifest's."
      : `${found.brokenCommitments} rows do not have the commitment that the manifest says.`,
  )
  return wrong
}
