import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { refusedTarget } from './errors.ts'

/** Addresses that are not of the public internet (IANA special-purpose registries, RFC 6890 and its successors). */
const SPECIAL = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv4')
/** Of IPv6 only global unicast, less documentation, Teredo, 6to4 and the translated; mapped addresses count as IPv4. */
const GLOBAL = new BlockList()
GLOBAL.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv6')

/** Whether an address is one of the public internet. [HOOK-6] */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !SPECIAL.check(address, 'ipv4')
  return isIP(address) === 6 && GLOBAL.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6')
}

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
  if (isIP(host) ? !isPublic(host) : /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host))
    throw refusedTarget('it is not on the public internet')
  return url
}

/** A resolver for connecting that refuses special addresses: what was checked is what is connected to. [HOOK-6] */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '')
    const bad = found.find(({ address }) => !isPublic(address))
    if (bad || found.length === 0) return done(new Error('refused: it leads to a special address'), '')
    if (options.all) return done(null, found)
    done(null, found[0]!.address, found[0]!.family)
  })
}
