/**
 * Base units as a decimal number, exact (no floating point): `formatUnits(1234567n, 6)` is `1.234567`.
 * Trailing zeros go, but two decimals stay, as money is read.
 */
export function formatUnits(amount: bigint, decimals: number, locale: string): string {
  const negative = amount < 0n
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, '0')
  const whole = BigInt(digits.slice(0, digits.length - decimals))
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/, '')
    .padEnd(Math.min(2, decimals), '0')
  const separator = new Intl.NumberFormat(locale).formatToParts(1.1).find(({ type }) => type === 'decimal')
  const text = `${new Intl.NumberFormat(locale).format(whole)}${fraction ? `${separator?.value ?? '.'}${fraction}` : ''}`
  return negative ? `−${text}` : text
}

/** The inverse, for a form: `parseUnits('0.02', 6)` is `20000n`; null when it is not such a number. */
export function parseUnits(text: string, decimals: number): bigint | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return null
  const [, whole = '0', fraction = ''] = match
  if (fraction.length > decimals) return null
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

/** As a form takes it, without group separators: `plainUnits(1234500000n, 6)` is `1234.5`. */
export function plainUnits(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return digits.slice(0, digits.length - decimals) + (fraction ? `.${fraction}` : '')
}
