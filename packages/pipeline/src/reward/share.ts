/**
 * Splits money over the contributors of a release: floor(R·w / (rows·10⁶)) each, in base units. What the floors and
 * the weight that nobody holds leave over is dust: the amounts and the dust sum to `revenue` exactly. [REW-4]
 */
export function share(
  revenue: bigint,
  rows: number,
  weights: readonly { personId: string; weightPpm: bigint }[],
): { amounts: Map<string, bigint>; dust: bigint } {
  const total = BigInt(rows) * 1_000_000n
  const amounts = new Map<string, bigint>()
  let dust = revenue
  for (const { personId, weightPpm } of weights) {
    const amount = (revenue * weightPpm) / total
    if (amount === 0n) continue
    amounts.set(personId, amount)
    dust -= amount
  }
  return { amounts, dust }
}
