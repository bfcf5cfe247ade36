import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { whyNotPublic } from '@rowright/protocol/public-address'
import { refusedTarget } from './errors.ts'

/**
 * An address that something may be sent to, as far as its text says. What its name leads to is looked at when it is
 * connected to. @param local a local instance sends to itself, without TLS too.
 * @throws RowrightError `webhook/refused-target`. [HOOK-6]
 */
export function checkedTarget(text: string, local: boolean): URL {
  const url = URL.parse(text)
  if (!url || !['https:', 'http:'].includes(url.protocol)) throw refusedTarget('it is not an https address')
  if (url.username || url.password) throw refusedTarget('it has a user name in it')
  if (local) return url
  if (url.protocol !== 'https:') throw refusedTarget('it is not an https address')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) ? whyNotPublic(host) !== null : /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host))
    throw refusedTarget('it is not on the public internet')
  return url
}

/** A resolver for connecting that refuses special addresses: what was checked is what is connected to. [HOOK-6] */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '')
    const bad = found.some(({ address }) => whyNotPublic(address) !== null)
    if (bad || found.length === 0) return done(new Error('refused: it leads to a special address'), '')
    if (options.all) return done(null, found)
    done(null, found[0]!.address, found[0]!.family)
  })
}
