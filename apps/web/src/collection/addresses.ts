export type AddressFault = 'address' | 'foreign' | 'many'

interface Allowed {
  hosts: readonly string[]
  anyPublicSite: boolean
}

/** Addresses, one a line, and the first that a campaign on these hosts cannot take. */
export function readAddresses(text: string, { hosts, anyPublicSite }: Allowed, most: number) {
  const urls = text.split(/\s+/).filter((line) => line !== '')
  const wrong = urls.map((url) => [url, faultOf(url)] as const).find(([, fault]) => fault !== null)
  function faultOf(line: string): AddressFault | null {
    const url = URL.parse(line)
    if (!url || !/^https?:$/.test(url.protocol) || url.port || url.username || url.password) return 'address'
    return anyPublicSite || hosts.includes(url.hostname) ? null : 'foreign'
  }
  const fault: AddressFault | null = urls.length > most ? 'many' : (wrong?.[1] ?? null)
  return { urls, fault, strange: wrong?.[0] ?? '' }
}
