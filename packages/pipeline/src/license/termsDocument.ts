import { canonicalJson, sha256Hex } from '@rowright/protocol'
import { inTokens, type TermsFacts, termsText } from './termsText.ts'

/** Written out, so that who reads it needs no other file: a context that is fetched could change what was agreed. */
const CONTEXT = {
  odrl: 'http://www.w3.org/ns/odrl/2/',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  rowright: 'urn:rowright:terms:',
}
const id = (iri: string) => ({ '@id': iri })
const typed = (value: string, type: string) => ({ '@value': value, '@type': `xsd:${type}` })
const seconds = (count: number) => typed(`PT${count}S`, 'duration')

/**
 * The terms of an offer as an ODRL 2.2 offer in JSON-LD (RFC 8785 bytes), with the plain words in it: one hash, the
 * one on chain, stands for both. [LIC-10]
 */
export function termsDocument(of: TermsFacts): string {
  const text = termsText(of)
  const offerFor = (action: string, more: object = {}) => ({
    'odrl:action': id(action),
    'odrl:target': id(`urn:uuid:${of.pool.id}`),
    ...more,
  })
  const ends = { 'odrl:leftOperand': id('odrl:event'), 'odrl:operator': id('odrl:gt') }
  return canonicalJson({
    '@context': CONTEXT,
    '@id': `urn:sha256:${sha256Hex(text)}`,
    '@type': 'odrl:Offer',
    'odrl:profile': id('urn:rowright:terms:v1'),
    'odrl:uid': id(`urn:sha256:${sha256Hex(text)}`),
    'dct:title': `License terms: ${of.pool.name}`,
    'dct:language': 'en',
    'dct:description': text,
    'dct:publisher': of.requester,
    'odrl:assigner': {
      '@type': 'odrl:PartyCollection',
      '@id': `urn:uuid:${of.pool.id}#contributors`,
      'rowright:consentTerms': id(`urn:sha256:${of.consentTermsHash}`),
    },
    'rowright:chainId': typed(String(of.chain.id), 'integer'),
    'rowright:licenses': of.chain.licenses,
    'rowright:pool': of.pool.chainPoolId,
    'odrl:permission': [
      offerFor('odrl:use', {
        'odrl:assignee': id(`urn:rowright:class:${of.use.licenseeClass}`),
        'odrl:constraint': [
          {
            'odrl:leftOperand': id('odrl:purpose'),
            'odrl:operator': id('odrl:isAnyOf'),
            'odrl:rightOperand': of.use.purposes.map((one) => id(`urn:rowright:purpose:${one}`)),
          },
          {
            'odrl:leftOperand': id('odrl:elapsedTime'),
            'odrl:operator': id('odrl:lteq'),
            'odrl:rightOperand': seconds(of.durationSeconds),
          },
        ],
        'odrl:duty': {
          'odrl:action': {
            '@id': 'odrl:compensate',
            'odrl:refinement': {
              'odrl:leftOperand': id('odrl:payAmount'),
              'odrl:operator': id('odrl:eq'),
              'odrl:rightOperand': typed(inTokens(of.price), 'decimal'),
              'odrl:unit': id(`urn:eip155:${of.chain.id}:${of.price.token}`),
            },
          },
        },
      }),
    ],
    'odrl:prohibition': [
      offerFor('odrl:distribute'),
      offerFor('urn:rowright:action:identify-contributors'),
      offerFor('urn:rowright:action:train-after-notice', {
        'odrl:constraint': { ...ends, 'odrl:rightOperand': id('urn:rowright:event:consent-ended') },
      }),
    ],
    'odrl:obligation': [
      offerFor('odrl:delete', {
        'odrl:constraint': { ...ends, 'odrl:rightOperand': id('urn:rowright:event:consent-ended') },
        'rowright:until': 'the date that each notice names (delete_by)',
      }),
      offerFor('odrl:inform', {
        'odrl:constraint': [
          { ...ends, 'odrl:rightOperand': id('urn:rowright:event:revocation-epoch') },
          {
            'odrl:leftOperand': id('odrl:delayPeriod'),
            'odrl:operator': id('odrl:lteq'),
            'odrl:rightOperand': seconds(of.graceSeconds),
          },
        ],
        'odrl:informedParty': id(of.publicUrl),
        'odrl:consequence': offerFor('urn:rowright:action:lapse'),
      }),
    ],
  })
}
