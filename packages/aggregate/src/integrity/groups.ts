/** Joins what pairs link. @returns members of each group, ascending, at least two each; groups by their first member. */
export function union(pairs: readonly { first: number; second: number }[], labelerCount: number): number[][] {
  const parent = Int32Array.from({ length: labelerCount }, (_, j) => j)
  const find = (j: number): number => {
    let root = j
    while (parent[root] !== root) root = parent[root]!
    while (parent[j] !== root) [parent[j], j] = [root, parent[j]!]
    return root
  }
  for (const { first, second } of pairs) {
    const [one, two] = [find(first), find(second)]
    parent[Math.max(one, two)] = Math.min(one, two)
  }
  const members = new Set(pairs.flatMap(({ first, second }) => [first, second]))
  const groups = Map.groupBy(
    [...members].toSorted((a, b) => a - b),
    find,
  )
  return [...groups.values()].toSorted((a, b) => a[0]! - b[0]!)
}
