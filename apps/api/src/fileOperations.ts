import { FORMATS } from '@rowright/pipeline/export'
import { NODE_CALLS } from '@rowright/protocol'
import type { Operation } from '@rowright/server'
import { type Described, described, header, query, UUID } from './describedRoute.ts'
import { TYPES } from './files.ts'

/** What the data plane and the sign-in serve beside the procedures, for the API's description. */

const RANGED = [
  header('Range', 'One range of bytes (RFC 9110).'),
  header('If-Range', 'An ETag: the range if it is the same file, else the whole.'),
  header('If-Match', 'An ETag: 412 if it is another file by now.'),
  header('If-None-Match', 'An ETag: 304 if you have the file.'),
]
const PARTLY = {
  206: 'The range; ETag is the SHA-256, and `Repr-Digest` says it too.',
  304: 'You have it.',
  412: 'It is another file (`request/stale-etag`).',
  416: 'The range begins behind the end (`request/range`).',
}
const EXPORT = [
  query('format', 'What to write.', { enum: FORMATS.map(({ name }) => name) }),
  query('columns', 'Names, with commas; all by default.'),
  query('minConfidence', 'Rows at least so sure.', { type: 'number', minimum: 0, maximum: 1 }),
  query('language', 'A language range (RFC 4647): `zh` takes `zh-Hant`.'),
  query('provenance', 'Least provenance level.', { enum: ['L0', 'L1', 'L2', 'L3'] }),
  query('where', '`column=value`; may be repeated.', { type: 'array', items: { type: 'string' } }),
  query('compression', 'Compresses the answer.', { enum: ['zstd'] }),
]
const SIGNED = header(
  'Authorization',
  '`Rowright-Node key=…,at=…,signature=…`: Ed25519 of the node over the call.',
)
const FILE = 'application/octet-stream'
const ROWS = 'application/x-ndjson'
const EXPORTED = [...FORMATS.map(({ mediaType }) => mediaType.split(';')[0]!), 'application/zstd']
const RELEASE_ID = { releaseId: UUID }
const VERSION = { type: 'integer', minimum: 0 }
const TIME = { type: 'string', format: 'date-time' }
/** One place or none; hints narrow nothing here. */
const QUERY = {
  type: 'object',
  properties: {
    ...{ version: VERSION, timestamp: TIME, limitHint: VERSION, jsonPredicateHints: { type: 'string' } },
    predicateHints: { type: 'array', items: { type: 'string' } },
  },
}
const POOL = '/v1/pools/{poolId}'
const CAMPAIGN = `${POOL}/campaigns/{campaignId}`
const TABLE = '/delta-sharing/shares/{share}/schemas/{schema}/tables/{table}'
const paged = [query('maxResults', 'At most so many.', VERSION), query('pageToken', 'Go on from here.')]
const delta = (method: string, path: string, id: string, summary: string, more: Partial<Described> = {}) =>
  described(method, path, {
    ...{ id: `delta.${id}`, tag: 'delta sharing', summary, gives: 'application/json', delta: true as const },
    ...more,
  })

export const FILE_OPERATIONS: readonly Operation[] = [
  described('GET', '/v1/blobs/{sha256}', {
    ...{
      id: 'file.signed',
      tag: 'files',
      summary: 'A file by its signed address',
      gives: FILE,
      status: PARTLY,
    },
    parameters: [
      query('license', 'The license it was given under.'),
      query('expires', 'Until when it opens, seconds since 1970.'),
      query('signature', 'Of this address.'),
      ...RANGED,
    ],
  }),
  described('GET', `${POOL}/releases/{releaseId}/files/{name}`, {
    ...{ id: 'file.named', tag: 'files', summary: 'A file of a release by name, with a key' },
    gives: Object.values(TYPES),
    ...{ parameters: RANGED, status: PARTLY },
  }),
  described('GET', `${POOL}/releases/{releaseId}/croissant.json`, {
    ...{
      id: 'release.croissant',
      tag: 'release',
      summary: 'Croissant 1.1 with RAI 1.0',
      gives: 'application/ld+json',
    },
    inPath: RELEASE_ID,
  }),
  described('GET', `${POOL}/releases/{releaseId}/manifest`, {
    ...{ id: 'release.manifest', tag: 'release', summary: 'The public manifest', gives: 'application/json' },
    ...{ inPath: RELEASE_ID, parameters: RANGED, status: PARTLY },
  }),
  described('GET', `${POOL}/releases/{releaseId}/export`, {
    ...{ id: 'file.export', tag: 'files', summary: 'Rows made to order' },
    ...{ gives: EXPORTED, parameters: EXPORT },
  }),
  described('GET', '/v1/licenses/{licenseId}/releases/{releaseId}/export', {
    ...{ id: 'license.export', tag: 'files', summary: 'Rows made to order, under one license' },
    ...{ gives: EXPORTED, parameters: EXPORT },
  }),
  described('GET', `${POOL}/releases/{releaseId}/export.jsonl`, {
    ...{
      id: 'file.lines',
      tag: 'files',
      summary: 'The rows with their salts, as the manifest commits them',
      gives: ROWS,
    },
    ...{ inPath: RELEASE_ID, parameters: RANGED, status: PARTLY },
  }),
  described('GET', '/v1/epochs/{number}/manifest', {
    ...{
      id: 'epoch.manifest',
      tag: 'epoch',
      summary: 'Manifest of a settlement period',
      gives: 'application/json',
    },
    ...{ parameters: RANGED, status: PARTLY },
  }),
  described('GET', `${POOL}/offers/{offerId}/terms`, {
    ...{ id: 'license.termsFile', tag: 'license', summary: 'Terms of an offer, in plain words or as ODRL' },
    gives: 'text/markdown',
    parameters: [query('format', '`markdown` or `odrl`; else what `Accept` asks for.')],
  }),
  described('POST', '/v1/licenses/{licenseId}/compliance-checks', {
    ...{
      id: 'license.complianceCheck',
      tag: 'license',
      summary: 'Which of the rows you hold have to be deleted',
    },
    ...{ takes: 'text/plain', gives: ROWS },
  }),
  described('GET', '/v1/steward/licenses.csv', {
    ...{ id: 'steward.licensesFile', tag: 'steward', summary: 'The licenses of all pools, as CSV' },
    gives: 'text/csv',
    parameters: [
      query('q', 'Words to find.'),
      query('standing', 'How they stand; `owing` an acknowledgment.', {
        enum: ['valid', 'lapsed', 'expired', 'owing'],
      }),
    ],
  }),
  described('GET', '/v1/audit.jsonl', {
    ...{
      id: 'audit.file',
      tag: 'audit',
      summary: 'The whole log of your account, to check and keep',
      gives: ROWS,
    },
  }),
  described('POST', `${CAMPAIGN}/items`, {
    ...{
      id: 'campaign.items',
      tag: 'campaign',
      summary: 'Upload items, all or nothing',
      gives: 'application/json',
    },
    takes: 'application/x-ndjson',
  }),
  described('PUT', `${CAMPAIGN}/assignment-list`, {
    ...{
      id: 'campaign.assignmentList',
      tag: 'campaign',
      summary: 'Who answers what',
      gives: 'application/json',
    },
    takes: 'application/x-ndjson',
  }),
  ...(
    [
      ['POST', 'sign-in/anonymous', 'Start as a guest'],
      ['POST', 'siwe/nonce', 'A nonce to sign'],
      ['POST', 'siwe/verify', 'Sign in with a wallet (ERC-4361)'],
      ['POST', 'sign-out', 'Sign out'],
      ['GET', 'get-session', 'The session'],
    ] as const
  ).map(([method, path, summary]) =>
    described(method, `/api/auth/${path}`, {
      ...{ id: `auth.${path.replaceAll(/\W/g, '_')}`, tag: 'sign-in', summary, gives: 'application/json' },
      ...{ mount: 'mountSignIn' },
      ...(method === 'POST' ? { takes: 'application/json' } : {}),
    }),
  ),
  described('POST', '/rpc', {
    ...{ id: 'chain.rpc', tag: 'chain', summary: 'JSON-RPC: reading, and sending signed transactions' },
    ...{ gives: 'application/json', takes: 'application/json' },
  }),
  ...(
    [
      ['pair', 'Pair a key with the account of a code'],
      ['leases', 'Ask for pages; the same request gives the same leases'],
      ['turn', 'Ask for a turn with a host, for one more request of a lease'],
      ['commit', 'Commit to a result'],
      ['reveal', 'Reveal it'],
      ['return', 'Give a lease back, with the reason'],
      ['clip', 'Give a part of a page by one’s own word; the same clip is taken once'],
      ['me', 'What became of the results'],
    ] as const
  ).map(([call, summary]) =>
    described(NODE_CALLS[call].method, NODE_CALLS[call].path, {
      ...{ id: `node.${call}`, tag: 'node', summary, gives: 'application/json', parameters: [SIGNED] },
      ...{ mount: 'mountNodes' },
      ...(NODE_CALLS[call].method === 'POST' ? { takes: 'application/json' } : {}),
    }),
  ),
  described('GET', '/v1/nodes/redirect-test', {
    ...{
      id: 'node.redirectTest',
      tag: 'node',
      summary: 'Redirects: a node shows here that it does not follow',
    },
    ...{ gives: 'text/plain', status: { 302: 'To another address.' } },
  }),
  delta('GET', '/delta-sharing/shares', 'shares', 'Your licenses as shares', { parameters: paged }),
  delta('GET', '/delta-sharing/shares/{share}', 'share', 'One share'),
  delta('GET', '/delta-sharing/shares/{share}/schemas', 'schemas', 'Its schemas', { parameters: paged }),
  delta('GET', '/delta-sharing/shares/{share}/schemas/{schema}/tables', 'tables', 'Their tables', {
    parameters: paged,
  }),
  delta('GET', '/delta-sharing/shares/{share}/all-tables', 'allTables', 'All tables', { parameters: paged }),
  delta('GET', `${TABLE}/version`, 'version', 'The newest version, in a header', {
    ...{ gives: [], parameters: [query('startingTimestamp', 'The first version from here on.', TIME)] },
  }),
  delta('GET', TABLE, 'head', 'The newest version, in older clients', { gives: [] }),
  delta('GET', `${TABLE}/metadata`, 'metadata', 'Schema and size', { gives: ROWS }),
  delta('POST', `${TABLE}/query`, 'query', 'A snapshot: now, at a version, or at a time', {
    ...{ gives: ROWS, takes: 'application/json', body: QUERY },
  }),
  delta('GET', `${TABLE}/changes`, 'changes', 'What changed between two versions', {
    gives: ROWS,
    parameters: [
      ...['startingVersion', 'endingVersion'].map((name) => query(name, 'Included.', VERSION)),
      ...['startingTimestamp', 'endingTimestamp'].map((name) => query(name, 'In place of a version.', TIME)),
    ],
  }),
]
