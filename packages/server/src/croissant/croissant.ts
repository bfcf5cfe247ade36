import { COLUMNS } from '@rowright/pipeline/export'
import { CONTEXT } from './context.ts'
import type { Described } from './described.ts'
import { responsibleAi } from './responsibleAi.ts'

const TYPES = { string: 'sc:Text', double: 'sc:Float', integer: 'sc:Integer' } as const

/**
 * Croissant 1.1 with RAI 1.0 (MLCommons): what the release is, who may use it for what, how it was made and how good
 * it is, and how to read it. One `FileObject` per Parquet file: the readers of Croissant take columns from a single
 * file over HTTP only.
 */
export function croissant(of: Described): Record<string, unknown> {
  const { pool, release, manifest, publicUrl } = of
  const page = `${publicUrl}/pools/${pool.id}`
  const folder = `${publicUrl}/v1/pools/${pool.id}/releases/${release.id}`
  const files = manifest.files.filter((file) => file.kind === 'parquet')
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    'dct:conformsTo': ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: nameOf(pool.name),
    alternateName: pool.name,
    description: pool.description || `Labeled rows of the pool “${pool.name}”.`,
    url: page,
    version: `${release.version}.0.0`,
    datePublished: release.publishedAt.toISOString().slice(0, 10),
    dateModified: release.publishedAt.toISOString(),
    // What may be done with it is what is bought; without a license there is none.
    license: `${publicUrl}/v1/pools/${pool.id}/offers`,
    conditionsOfAccess: `Licensed on chain for ${pool.terms.purposes.join(', ')}; see ${page}.`,
    isAccessibleForFree: false,
    creator: { '@type': 'sc:Organization', name: of.requester ?? 'the requester of the pool', url: page },
    publisher: { '@type': 'sc:Organization', name: 'Rowright', url: publicUrl },
    citeAs: `${pool.name}, version ${release.version}, Merkle root ${release.merkleRoot}`,
    keywords: [...new Set(of.campaigns.map((campaign) => campaign.name))],
    isLiveDataset: true,
    ...responsibleAi(of),
    distribution: files.map((file) => ({
      '@type': 'cr:FileObject',
      '@id': file.path,
      name: file.path,
      description: `${file.rows} rows as Parquet; open with an API key (Bearer, or Basic with user "api").`,
      contentUrl: `${folder}/files/${file.path}`,
      contentSize: `${file.bytes} B`,
      encodingFormat: 'application/x-parquet',
      sha256: file.sha256,
    })),
    recordSet: files.map((file, n) => recordSet(file.path, n, files.length)),
  }
}

function recordSet(path: string, n: number, all: number): Record<string, unknown> {
  const id = all === 1 ? 'rows' : `rows-${n}`
  return {
    '@type': 'cr:RecordSet',
    '@id': id,
    name: id,
    description: 'One row for each item with its result.',
    key: { '@id': `${id}/row_id` },
    field: COLUMNS.map(({ name, type, description }) => ({
      '@type': 'cr:Field',
      '@id': `${id}/${name}`,
      name,
      description,
      dataType: name === 'value' ? [TYPES[type], 'cr:Label'] : TYPES[type],
      source: { fileObject: { '@id': path }, extract: { column: name } },
    })),
  }
}

/** Letters, digits, `_` and `-`: what Croissant takes as a name. */
const nameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'pool'
