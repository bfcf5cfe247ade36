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
