/** What `each` makes of all, one after the other: a transaction is one connection, which answers one query at a time. */
export async function inTurn<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (const one of all) made.push(await each(one))
  return made
}
