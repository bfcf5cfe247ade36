import ipaddr from 'ipaddr.js'

/** Public unicast by every registry, and still a door into a cloud's own network: Azure's WireServer. */
const METADATA = new Set(['168.63.129.16'])

/** IPv6 that is routed on the internet (IANA global unicast); `3fff::/20` in it is for documents (RFC 9637). */
const GLOBAL = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]
const DOCUMENTS = ipaddr.parseCIDR('3fff::/20') as [ipaddr.IPv6, number]

/**
 * Whether an IP address is one of the public internet. Everything else is refused, also what carries another address
 * inside it (IPv4-mapped, 6to4, Teredo, NAT64), for what is inside may be the router.
 * @returns null when it is, else why not, in words.
 */
export function whyNotPublic(address: string): string | null {
  // A zone (fe80::1%eth0) names an interface of this machine.
  if (address.includes('%')) return 'it names an interface of this machine'
  // Only the four-part decimal spelling of IPv4: 0x7f.1 and 2130706433 are no addresses here.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address))
    return 'it is no IP address'
  const parsed = ipaddr.parse(address)
  const range = parsed.range()
  if (range !== 'unicast') return WORDS[range] ?? `it is ${range}`
  if (METADATA.has(parsed.toString())) return 'it is a cloud’s metadata service'
  if (parsed instanceof ipaddr.IPv6 && (!parsed.match(GLOBAL) || parsed.match(DOCUMENTS)))
    return 'it is not of the public internet'
  return null
}

const WORDS: Record<string, string> = {
  loopback: 'it is this machine itself',
  private: 'it is in a private network',
  uniqueLocal: 'it is in a private network',
  linkLocal: 'it is link-local, where routers and metadata services are',
  carrierGradeNat: 'it is in a provider’s private network (CGNAT)',
  unspecified: 'it is no address of a machine',
  broadcast: 'it is a broadcast address',
  multicast: 'it is a multicast address',
  reserved: 'it is reserved',
  ipv4Mapped: 'it is an IPv4 address in disguise',
  '6to4': 'it carries an IPv4 address (6to4)',
  teredo: 'it carries an IPv4 address (Teredo)',
  rfc6052: 'it carries an IPv4 address (NAT64)',
  rfc6145: 'it carries an IPv4 address',
}
