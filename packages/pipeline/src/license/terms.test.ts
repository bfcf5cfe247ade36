import { sha256Hex } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { newPerson, newPool } from '@rowright/testing/factories'
import { fresh } from '@rowright/testing/sale'
import jsonld from 'jsonld'
import { expect, test } from 'vitest'
import { draftTerms, recordOffer, type TermsFacts, termsOfOffer } from './index.ts'
import { termsDocument } from './termsDocument.ts'
import { inTokens, termsText } from './termsText.ts'

const database = testDatabase()
const FACTS: TermsFacts = {
  pool: {
    id: '01980000-0000-7000-8000-000000000001',
    name: 'digits',
    chainPoolId: `0x${'1'.repeat(64)}`,
  },
  requester: 'Rita',
  use: { purposes: ['research', 'model-training'], licenseeClass: 'commercial' },
  price: { amount: 25_500_001n, symbol: 'tUSD', decimals: 6, token: `0x${'2'.repeat(40)}` },
  durationSeconds: 365 * 86_400,
  consentTermsHash: '3'.repeat(64),
  chain: { id: 31_337, licenses: `0x${'4'.repeat(40)}` },
  graceSeconds: 7 * 86_400,
  publicUrl: 'https://data.example',
}
const offline = (url: string) => Promise.reject(new Error(`it asks for ${url}`))

test('[LIC-10] the words say who, what for, what ends, what of models, and by when', () => {
  const text = termsText(FACTS)
  for (const said of [
    'Rita opened the pool',
    'training models',
    '25.500001 tUSD, once, for 365 days',
    'Within 7 days of each one you confirm',
    'A model trained lawfully before the notice may be kept',
    'https://data.example/v1/licenses/ID/tombstones',
    FACTS.consentTermsHash,
  ])
    expect(text).toContain(said)
  expect(text).not.toContain('measuring and comparing models')
  expect(termsText({ ...FACTS, graceSeconds: 5 })).toContain('Within 5 seconds of')
})

test.each([
  [0n, '0.00'],
  [1n, '0.000001'],
  [25_000_000n, '25.00'],
  [100_500_000n, '100.50'],
])('[LIC-10] %i base units are %s', (amount, said) => {
  expect(inTokens({ ...FACTS.price, amount })).toBe(said)
})

test('[LIC-10] the ODRL is JSON-LD of which nothing is lost, needs no other file, and holds the words', async () => {
  const document = JSON.parse(termsDocument(FACTS))
  const options = { documentLoader: offline, safe: true }
  const [expanded] = (await jsonld.expand(document, options)) as Record<string, unknown[]>[]
  const odrl = (name: string) => expanded![`http://www.w3.org/ns/odrl/2/${name}`] as Record<string, unknown>[]
  expect(expanded!['@type']).toEqual(['http://www.w3.org/ns/odrl/2/Offer'])
  expect(odrl('permission')).toHaveLength(1)
  expect(odrl('obligation').map((one) => one['http://www.w3.org/ns/odrl/2/action'])).toEqual([
    [{ '@id': 'http://www.w3.org/ns/odrl/2/delete' }],
    [{ '@id': 'http://www.w3.org/ns/odrl/2/inform' }],
  ])
  expect(expanded!['http://purl.org/dc/terms/description']).toEqual([{ '@value': termsText(FACTS) }])
  const quads = (await jsonld.toRDF(document, {
    ...options,
    format: 'application/n-quads',
  })) as unknown as string
  for (const said of [
    'urn:rowright:purpose:model-training',
    '"25.500001"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    `"PT${FACTS.graceSeconds}S"^^<http://www.w3.org/2001/XMLSchema#duration>`,
    'urn:rowright:class:commercial',
  ])
    expect(quads).toContain(said)
})

test('[LIC-10] an offer has the words of its hash; other words, or none, are refused', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'rita'))
    const facts = { ...FACTS, pool: { ...FACTS.pool, id: pool.id } }
    const drafted = await draftTerms(ctx, facts)
    expect(await draftTerms(ctx, facts), 'the same facts are the same terms').toEqual(drafted)
    expect(sha256Hex(drafted.document)).toBe(drafted.hash)
    const offered = async (change: object = {}) => {
      const offerId = fresh()
      await recordOffer(ctx, {
        poolId: pool.id,
        offerId,
        price: facts.price.amount,
        durationSeconds: facts.durationSeconds,
        purposeMask: 0b011,
        licenseeClass: 2,
        termsHash: drafted.hash,
        treasuryBps: 0,
        sourceBps: 0,
        blockNumber: 1,
        ...change,
      })
      return { poolId: pool.id, offerId }
    }
    expect(await termsOfOffer(ctx, await offered())).toEqual(drafted)
    for (const change of [
      { price: 1n },
      { durationSeconds: 60 },
      { purposeMask: 0b111 },
      { licenseeClass: 0 },
    ]) {
      await expect(termsOfOffer(ctx, await offered(change))).rejects.toMatchObject({
        code: 'license/other-terms',
        context: { field: Object.keys(change)[0] },
      })
    }
    await expect(termsOfOffer(ctx, await offered({ termsHash: '9'.repeat(64) }))).rejects.toMatchObject({
      code: 'license/no-terms',
      status: 404,
    })
    await expect(termsOfOffer(ctx, { poolId: pool.id, offerId: '999999' })).rejects.toMatchObject({
      code: 'license/no-terms',
    })
  })
})
