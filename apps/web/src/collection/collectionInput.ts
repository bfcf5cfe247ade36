import { parseUnits } from '../money/format.ts'
import { INTERVALS, type Interval } from './intervals.ts'

/** What stands in the form of a new collection: texts, until they are sent. */
export interface CollectionInput {
  name: string
  /** One a line; an address gives its host. */
  hosts: string
  anyPublicSite: boolean
  /** Parted by commas. */
  tags: string
  price: string
  documents: string
  again: Interval
  delaySeconds: string
  megabytes: string
  sharePercent: string
}

export type CollectionFault =
  | 'name'
  | 'noHosts'
  | 'host'
  | 'manyHosts'
  | 'tags'
  | 'price'
  | 'documents'
  | 'delay'
  | 'size'
  | 'share'

export const emptyCollection: CollectionInput = {
  name: '',
  hosts: '',
  anyPublicSite: false,
  tags: '',
  price: '0.002',
  documents: '1000',
  again: 'never',
  delaySeconds: '5',
  megabytes: '2',
  sharePercent: '30',
}

export const MOST_DOCUMENTS = 500_000
const MOST_HOSTS = 100
const MOST_TAGS = 50
const LONGEST_TAG = 60
const HOST = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/

/** The name of a host that may be asked: of a bare name or of an address; null: there is none in it. */
export function hostOf(text: string): string | null {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  if (!url || !/^https?:$/.test(url.protocol) || url.port !== '' || url.username !== '') return null
  return HOST.test(url.hostname) && !/^[\d.]+$/.test(url.hostname) ? url.hostname : null
}

/** How many pages are wanted; null: that is no such number. */
export function readDocuments(text: string): number | null {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0
  return value >= 1 && value <= MOST_DOCUMENTS ? value : null
}

const decimal = (text: string, least: number, most: number): number | null => {
  const value = /^\d+(\.\d{1,4})?$/.test(text.trim()) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : null
}

/** The collection to create, and what is wrong with the texts; `strange` is the first line that names no host. */
export function readCollection(input: CollectionInput, decimals: number) {
  const faults = new Set<CollectionFault>()
  const lines = input.hosts.split(/[\s,]+/).filter((line) => line !== '')
  const strange = lines.find((line) => hostOf(line) === null) ?? null
  const hosts = [...new Set(lines.map(hostOf).filter((name) => name !== null))]
  const tags = [...new Set(input.tags.split(/[,，、\n]/).map((tag) => tag.trim()))].filter(
    (tag) => tag !== '',
  )
  const price = parseUnits(input.price, decimals)
  const documents = readDocuments(input.documents)
  const delay = decimal(input.delaySeconds, 5, 3_600)
  const megabytes = decimal(input.megabytes, 0.001, 10)
  const share = decimal(input.sharePercent, 0, 100)
  const check = (fault: CollectionFault, wrong: boolean) => wrong && faults.add(fault)
  check('name', input.name.trim() === '')
  check('host', strange !== null)
  check('noHosts', lines.length === 0 && !input.anyPublicSite)
  check('manyHosts', hosts.length > MOST_HOSTS)
  check('tags', tags.length > MOST_TAGS || tags.some((tag) => tag.length > LONGEST_TAG))
  check('price', price === null || price === 0n)
  check('documents', documents === null)
  check('delay', delay === null || !Number.isInteger(delay))
  check('size', megabytes === null)
  check('share', share === null)
  const refreshSeconds = INTERVALS[input.again]
  const collection = {
    name: input.name.trim(),
    hosts: hosts.map((name) => ({ name, delaySeconds: delay ?? 5 })),
    anyPublicSite: input.anyPublicSite,
    tags,
    pay: String(price ?? 0n),
    documents: documents ?? 0,
    maxBytes: Math.round((megabytes ?? 0) * 1_000_000),
    sourceSharePpm: Math.round((share ?? 0) * 10_000),
    ...(refreshSeconds === null ? {} : { refreshSeconds }),
  }
  return { faults, strange, collection }
}
