import { isIPv4, isIPv6 } from 'node:net'
import { hmacHex } from '@rowright/protocol'

/**
 * The address a request came from. `X-Forwarded-For` is believed only as far as there are proxies that we were told
 * to trust: each trusted proxy vouches for one entry from the right.
 */
export function clientAddress(
  socket: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const chain = [
    ...(forwardedFor ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    socket ?? 'unknown',
  ]
  return chain[Math.max(0, chain.length - 1 - trustedProxies)]!.replace(/^::ffff:/, '')
}

/** Loopback, private, link-local and carrier-shared networks: behind a proxy that nobody told us of, all look alike. */
const NOT_PUBLIC =
  /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^(::1?$|f[cd]|fe[89ab])/i

/**
 * A keyed hash of the network that an address is in (/24, or /48 of IPv6), 16 hex digits: enough to see that answers came
 * from one place, and no address. Null where it says nothing.
 */
export function addressClass(address: string, secret: string): string | null {
  if (NOT_PUBLIC.test(address)) return null
  const network = isIPv4(address)
    ? address.split('.').slice(0, 3).join('.')
    : isIPv6(address)
      ? firstGroups(address)
      : null
  return network && hmacHex(new TextEncoder().encode(secret), `rowright.network:${network}`).slice(0, 16)
}

/** The first 48 bits of an IPv6 address, written out. */
function firstGroups(address: string): string {
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - before.length - tail.split(':').filter(Boolean).length
  return [...before, ...Array.from({ length: missing }, () => '0')]
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
