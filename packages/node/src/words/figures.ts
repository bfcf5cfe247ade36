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
