/** One comparison that `better` won by `weight` (a tie is half a win for each). */
export interface Win {
  better: string
  worse: string
  weight: number
}

const PASSES = 200
/** Half a win and half a loss against an imaginary average candidate: a score stays finite when somebody never lost. */
const PRIOR = 0.5

/**
 * Scores of a Bradley–Terry model by Hunter's MM steps (Hunter 2004): P(a beats b) = score a / (score a + score b).
 * Cycles (a over b over c over a) are nothing special: the scores come out close to each other.
 */
export function bradleyTerry(wins: readonly Win[]): Map<string, number> {
  const names = [...new Set(wins.flatMap(({ better, worse }) => [better, worse]))].sort()
  const index = new Map(names.map((name, i) => [name, i]))
  const won = new Float64Array(names.length).fill(PRIOR)
  const met = new Map<string, { a: number; b: number; times: number }>()
  for (const { better, worse, weight } of wins) {
    const [i, j] = [index.get(better)!, index.get(worse)!]
    won[i]! += weight
    const key = i < j ? `${i} ${j}` : `${j} ${i}`
    const pair = met.get(key) ?? { a: Math.min(i, j), b: Math.max(i, j), times: 0 }
    pair.times += weight
    met.set(key, pair)
  }
  // In one order whatever order the answers had, so that the sums are the same to the last bit.
  const pairs = [...met].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair)
  let score = new Float64Array(names.length).fill(1)
  for (let pass = 0; pass < PASSES; pass++) {
    const load = score.map((one) => (2 * PRIOR) / (one + 1))
    for (const { a, b, times } of pairs) {
      const share = times / (score[a]! + score[b]!)
      load[a]! += share
      load[b]! += share
    }
    const next = score.map((_, i) => won[i]! / load[i]!)
    const moved = next.reduce((most, one, i) => Math.max(most, Math.abs(one - score[i]!)), 0)
    score = next
    if (moved < 1e-10) break
  }
  return new Map(names.map((name, i) => [name, score[i]!]))
}
