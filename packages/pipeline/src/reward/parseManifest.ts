import { z } from 'zod'
import { notAManifest } from './errors.ts'
import type { EpochManifest } from './manifest.ts'

const address = z.string().regex(/^0x[0-9a-f]{40}$/, 'must be an address: 0x and 40 lower-case hex digits')
const word = z.string().regex(/^0x[0-9a-f]{64}$/, 'must be 0x and 64 lower-case hex digits')
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')
const amount = z.string().regex(/^(0|[1-9]\d{0,38})$/, 'must be a whole amount as decimal text')
const count = z.int().min(0)
const digests = z.string().regex(/^([0-9a-f]{8})*$/, 'must be hex digits, 8 for each entry')
const owed = { work: amount, carriedIn: amount, carriedOut: amount, netted: amount, revenue: amount }

const schema = z.strictObject({
  kind: z.literal('rowright.epoch.v2'),
  number: count.min(1),
  chainId: count,
  rewards: address,
  token: address,
  previous: z
    .strictObject({ number: count.min(1), manifestSha256: hash, root: word, token: address })
    .nullable(),
  lines: z.array(
    z.strictObject({
      account: address.nullable(),
      commitment: hash,
      price: amount,
      multiplierPpm: count,
      verdict: z.enum(['accepted', 'rejected']),
    }),
  ),
  shares: z.array(
    z.strictObject({
      account: address.nullable(),
      commitment: hash,
      revenue: amount,
      rows: count.min(1),
      weightPpm: amount,
    }),
  ),
  accounts: z.array(
    z.strictObject({ account: address, before: amount, ...owed, waited: amount, cumulative: amount }),
  ),
  unassigned: z.strictObject({ ...owed, persons: count, before: amount, amount }),
  declared: amount,
  root: word,
  digests: z.strictObject({ lines: digests, shares: digests, accounts: digests, head: digests }),
})

/** Reads an epoch manifest. @throws RowrightError `reward/not-a-manifest` that names the first place that is wrong. */
export function parseManifest(text: string): EpochManifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw notAManifest('it is not JSON', cause)
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data as EpochManifest
  const [issue] = parsed.error.issues
  const place = issue!.path.map((part) => (typeof part === 'number' ? part + 1 : part)).join(' ')
  throw notAManifest(place === '' ? issue!.message : `${place} ${issue!.message}`)
}
