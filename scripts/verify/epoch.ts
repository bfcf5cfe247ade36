import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { identifyChain, openReader, type Posting, readPostings } from '@rowright/chain'
import { type EpochManifest, type Fault, parseManifest, recompute } from '@rowright/pipeline/reward'
import { hashJson, RowrightError } from '@rowright/protocol'

/** What was found out about an epoch. */
export interface Report {
  /** The first thing that differs, or null: match. */
  differs: string | null
  /** What was compared. */
  compared: string[]
  /** What nothing here can tell. */
  trusted: string[]
}

/** Something that keeps anything from being compared: one sentence. */
export class CannotVerify extends Error {}

/**
 * Verifies an epoch from its published manifest and the chain: every entitlement, leaf, total and root in integers,
 * then root, manifest hash and declared total against `RootPosted`. Manifests of earlier epochs are looked for beside
 * it (by number in a URL, by `epoch-N.json` in a folder) and believed by their hash only. No database.
 * @param rpcUrl null: arithmetic only.
 * @throws CannotVerify
 */
export async function verifyEpoch(source: string, rpcUrl: string | null): Promise<Report> {
  const manifest = parse(await load(source), source)
  const { token, number } = manifest
  const before = await previousOf(source, manifest)
  const faults = await recompute(manifest, before)
  const report: Report = {
    differs: faults[0] ? sentence(faults[0], token) : null,
    compared: [
      `${manifest.lines.length} lines, ${manifest.shares.length} shares and ${manifest.accounts.length} leaves give root ${manifest.root}`,
    ],
    trusted: [],
  }
  if (before)
    report.compared.push(`leaves before and what was carried: the manifest of epoch ${before.number}`)
  else if (manifest.previous)
    report.trusted.push(`what was carried in from epoch ${manifest.previous.number}`)
  if (report.differs) return report
  if (!rpcUrl) {
    report.trusted.push(
      'the chain: no --rpc was given and no local system answers, so this is arithmetic only',
    )
    return report
  }
  const postings = await postingsOf(manifest, rpcUrl)
  const posting = postings.findLast((one) => one.root === manifest.root)
  if (!posting) {
    const other = postings.find((one) => one.epoch === BigInt(number))
    if (other)
      return {
        ...report,
        differs: `root: the chain has ${other.root} for epoch ${number}, the manifest ${manifest.root}`,
      }
    throw new CannotVerify(
      `The chain does not know root ${manifest.root}: epoch ${number} was not posted to ${manifest.rewards}. A later epoch's tree contains it; verify that one.`,
    )
  }
  return { ...report, differs: onChain(manifest, posting, report, postings, before) }
}

/** Compares with the chain. @returns the first difference. */
function onChain(
  manifest: EpochManifest,
  posting: Posting,
  { compared, trusted }: Report,
  postings: readonly Posting[],
  before: EpochManifest | null,
): string | null {
  const hash = `0x${hashJson(manifest)}`
  const declared = posting.declared?.get(manifest.token)
  if (posting.epoch !== BigInt(manifest.number))
    return `head: the chain has this root for epoch ${posting.epoch}, the manifest says ${manifest.number}`
  if (posting.manifestHash !== hash)
    return `manifest hash: the chain has ${posting.manifestHash}, this manifest is ${hash}; its sums are right, something else in it was changed`
  if (declared !== undefined && String(declared) !== manifest.declared)
    return `declared: the chain has ${declared}, the manifest ${manifest.declared}`
  compared.push(`root, manifest hash and declared total: RootPosted in ${posting.transaction}`)
  if (declared === undefined)
    trusted.push('the declared total: the transaction that posted the root was not a plain postRoot')
  const { previous } = manifest
  if (!previous) return null
  const known = postings.find((one) => one.root === previous.root)
  if (known) compared.push(`leaves before: root of epoch ${known.epoch}, which the chain has`)
  else if (!before && !/^0x0+$/.test(previous.root))
    trusted.push(
      `the leaves before: epoch ${previous.number} was never posted and its manifest is not beside this one`,
    )
  return null
}

const sentence = ({ where, account, expected, found, why }: Fault, token: string): string =>
  where === 'leaf'
    ? `leaf ${account} ${token}: expected ${expected}, found ${found} (${why})`
    : `${where}: expected ${expected}, found ${found} (${why})`

async function postingsOf({ chainId, rewards }: EpochManifest, rpcUrl: string): Promise<Posting[]> {
  try {
    const reader = openReader(rpcUrl)
    const found = await identifyChain(reader)
    if (found.chainId !== chainId)
      throw new CannotVerify(`${rpcUrl} is chain ${found.chainId}; the manifest is of chain ${chainId}.`)
    return await readPostings(reader, rewards)
  } catch (error) {
    if (error instanceof CannotVerify) throw error
    throw new CannotVerify(`${rpcUrl} does not answer: ${(error as Error).message}`)
  }
}

const isUrl = (source: string): boolean => /^https?:\/\//.test(source)

async function load(source: string): Promise<string> {
  if (!isUrl(source)) {
    try {
      return await readFile(source, 'utf8')
    } catch (error) {
      throw new CannotVerify(`${source} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
    }
  }
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(60_000) })
    if (!response.ok) throw new CannotVerify(`${source} answers ${response.status}, not a manifest.`)
    return await response.text()
  } catch (error) {
    if (error instanceof CannotVerify) throw error
    throw new CannotVerify(`${source} does not answer.`)
  }
}

function parse(text: string, source: string): EpochManifest {
  try {
    return parseManifest(text)
  } catch (error) {
    if (!(error instanceof RowrightError)) throw error
    throw new CannotVerify(`${source}: ${error.message}`)
  }
}

/** The manifest before, when it is beside this one and is the one that is named; else null. */
async function previousOf(
  source: string,
  { previous, number }: EpochManifest,
): Promise<EpochManifest | null> {
  if (!previous) return null
  const place = isUrl(source)
    ? source.replace(new RegExp(`/${number}/manifest$`), `/${previous.number}/manifest`)
    : join(dirname(source), `epoch-${previous.number}.json`)
  if (place === source) return null
  try {
    const found = parse(await load(place), place)
    return hashJson(found) === previous.manifestSha256 ? found : null
  } catch (error) {
    if (error instanceof CannotVerify) return null
    throw error
  }
}
