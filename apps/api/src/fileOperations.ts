import { NODE_CALLS } from '@rowright/protocol'
import { ANYWHERE, type Operation, refusals, refusedInDelta, routeNames } from '@rowright/server'

/** What the data plane and the sign-in serve beside the procedures, for the API's description. */

type Parameter = {
  name: string
  in: 'query' | 'header'
  description: string
  schema?: object
  required?: boolean
}

const inPath = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1]!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
const query = (name: string, description: string, schema: object = { type: 'string' }): Parameter => ({
  ...{ name, in: 'query', description, schema },
})
const header = (name: string, description: string): Parameter => ({
  ...{ name, in: 'header', description, schema: { type: 'string' } },
})

interface Described {
  id: string
  tag: string
  summary: string
  parameters?: Parameter[]
  /** Media type of the answer, and of the body where one is taken. */
  gives: string
  takes?: string
  status?: Record<string, string>
  /** Errors in the form of the Delta Sharing protocol rather than a problem. */
  delta?: true
  /** The function that mounts it, where its path is computed. */
  mount?: string
}

const deltaError = {
  description: 'What any route may answer, in the form of the protocol.',
  content: refusedInDelta(ANYWHERE),
}
/** Its clients know no 410 and 422. */
const IN_DELTA = {
  content: refusedInDelta,
  statusOf: (status: number) => (status === 410 || status === 422 ? 400 : status),
}

function described(method: string, path: string, of: Described): Operation {
  const binary = { schema: of.gives.includes('json') ? {} : { type: 'string', format: 'binary' } }
  return {
    method,
    path,
    operation: {
      operationId: of.id,
      tags: [of.tag],
      summary: of.summary,
      parameters: [...inPath(path), ...(of.parameters ?? [])],
      ...(of.takes ? { requestBody: { content: { [of.takes]: { schema: {} } } } } : {}),
      responses: {
        200: { description: 'Done.', content: { [of.gives]: binary } },
        ...Object.fromEntries(
          Object.entries(of.status ?? {}).map(([status, description]) => [status, { description }]),
        ),
        ...refusals(of.mount ? [of.mount] : routeNames(method, path), of.delta ? IN_DELTA : {}),
        default: of.delta ? deltaError : { $ref: '#/components/responses/Problem' },
      },
    },
  }
}

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
  query('format', '`jsonl`, `parquet`, `csv` or `conll`.'),
  query('columns', 'Names, with commas; all by default.'),
  query('minConfidence', 'Rows at least so sure, 0 to 1.', { type: 'number' }),
  query('language', 'A language range (RFC 4647): `zh` takes `zh-Hant`.'),
  query('provenance', 'Least provenance level, `L0` to `L3`.'),
  query('where', '`column=value`; may be repeated.', { type: 'array', items: { type: 'string' } }),
  query('compression', '`zstd` compresses the answer.'),
]
const SIGNED = header(
  'Authorization',
  '`Rowright-Node key=…,at=…,signature=…`: Ed25519 of the node over the call.',
)
const FILE = 'application/octet-stream'
const ROWS = 'application/x-ndjson'
const POOL = '/v1/pools/{poolId}'
const CAMPAIGN = `${POOL}/campaigns/{campaignId}`
const TABLE = '/delta-sharing/shares/{share}/schemas/{schema}/tables/{table}'
const paged = [
  query('maxResults', 'At most so many.', { type: 'integer' }),
  query('pageToken', 'Go on from here.'),
]
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
    ...{ id: 'file.named', tag: 'files', summary: 'A file of a release by name, with a key', gives: FILE },
    ...{ parameters: RANGED, status: PARTLY },
  }),
  described('GET', `${POOL}/releases/{releaseId}/croissant.json`, {
    ...{
      id: 'release.croissant',
      tag: 'release',
      summary: 'Croissant 1.1 with RAI 1.0',
      gives: 'application/ld+json',
    },
  }),
  described('GET', `${POOL}/releases/{releaseId}/manifest`, {
    ...{ id: 'release.manifest', tag: 'release', summary: 'The public manifest', gives: 'application/json' },
  }),
  described('GET', `${POOL}/releases/{releaseId}/export`, {
    ...{ id: 'file.export', tag: 'files', summary: 'Rows made to order', gives: ROWS, parameters: EXPORT },
  }),
  described('GET', '/v1/licenses/{licenseId}/releases/{releaseId}/export', {
    ...{ id: 'license.export', tag: 'files', summary: 'Rows made to order, under one license', gives: ROWS },
    parameters: EXPORT,
  }),
  described('GET', `${POOL}/releases/{releaseId}/export.jsonl`, {
    ...{
      id: 'file.lines',
      tag: 'files',
      summary: 'The rows with their salts, as the manifest commits them',
      gives: ROWS,
    },
  }),
  described('GET', '/v1/epochs/{number}/manifest', {
    ...{
      id: 'epoch.manifest',
      tag: 'epoch',
      summary: 'Manifest of a settlement period',
      gives: 'application/json',
    },
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
  delta('GET', `${TABLE}/version`, 'version', 'The newest version'),
  delta('GET', TABLE, 'head', 'The newest version, in older clients'),
  delta('GET', `${TABLE}/metadata`, 'metadata', 'Schema and size', { gives: ROWS }),
  delta('POST', `${TABLE}/query`, 'query', 'A snapshot: now, at a version, or at a time', {
    ...{ gives: ROWS, takes: 'application/json' },
  }),
  delta('GET', `${TABLE}/changes`, 'changes', 'What changed between two versions', {
    gives: ROWS,
    parameters: ['startingVersion', 'endingVersion', 'startingTimestamp', 'endingTimestamp'].map((name) =>
      query(name, 'From or to here, both included.'),
    ),
  }),
]
