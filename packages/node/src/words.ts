import type { CollectResult } from '@rowright/protocol'

/** `12.3 kB`, `2.0 MB`. */
export const bytesWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** Base units in words, exact: `0.0012 tUSD`. */
export function moneyWords(amount: string, token: { symbol: string; decimals: number }): string {
  const digits = amount.padStart(token.decimals + 1, '0')
  const whole = digits.slice(0, digits.length - token.decimals)
  const part = token.decimals === 0 ? '' : digits.slice(-token.decimals).replace(/0+$/, '')
  return `${whole}${part ? `.${part}` : ''} ${token.symbol}`
}

/** Pools wait for their consent, which is signed on the instance's page. [NOD-13] */
export const consentWords = (pools: number, publicUrl: string): string =>
  `${pools === 1 ? 'A pool waits' : `${pools} pools wait`} for your consent: read its terms and agree at ${new URL('/node#pools', publicUrl)}. Nothing is fetched for it before.`

/** What was seen and what was done with it: the line that an operator may hold against us. */
export function collectedWords(url: string, result: CollectResult): string {
  const last = result.hops.at(-1)!
  const from = last.ip ? ` from ${last.ip}` : ''
  const via = result.hops.length > 1 ? ` after ${result.hops.length - 1} redirects` : ''
  const fetched = `${url}: GET ${last.status}${via}, ${bytesWords(result.bytes)}${from}.`
  if (result.document === null) return `${fetched} Unchanged since it was last seen.`
  const { text, language, title, personalData, licenses } = result.document
  const taken = Object.entries(personalData).map(([kind, count]) => `${count} ${kind}`)
  return [
    fetched,
    result.decision.reason,
    `"${title ?? 'without a title'}", ${text.split(/\s+/).length} words${language ? ` in ${language}` : ''}.`,
    taken.length > 0 ? `Taken out before anything leaves: ${taken.join(', ')}.` : 'No personal data found.',
    ...(licenses.length > 0 ? [`License named: ${licenses[0]!.url}.`] : []),
  ].join(' ')
}
