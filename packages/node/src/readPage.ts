import { type Collected, collect, type RslDocument } from '@rowright/collector'

/** Licenses of one page that are read; a page that names more is refused for those that were not. */
const MOST_LICENSES = 3

/**
 * What a page says and permits. Where it refuses over licenses that it declares itself, these are had and it is asked
 * again: a node and the instance that looks after it must come to the same. [NOD-26]
 */
export async function readPage(
  input: Parameters<typeof collect>[0],
  licenseAt: (url: string) => Promise<RslDocument>,
): Promise<Collected> {
  const page = collect(input)
  if (page.kind !== 'refusal' || page.licenses.length === 0) return page
  const rsl: RslDocument[] = []
  for (const license of page.licenses.slice(0, MOST_LICENSES)) rsl.push(await licenseAt(license))
  return collect({ ...input, rsl })
}
