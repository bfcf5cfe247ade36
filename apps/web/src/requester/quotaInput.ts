/** Fields of an item that a quota can count by. */
export const STRATA = ['type', 'language', 'region', 'source'] as const

export interface QuotaInput {
  /** Of the row in the form, so that it keeps its focus. */
  key: number
  stratum: (typeof STRATA)[number]
  /** Empty: each value. */
  value: string
  percent: string
}

const PPM_PER_PERCENT = 10_000

/** The quotas to send, or null when one of them is no share, or is there twice. */
export function readQuotas(quotas: readonly QuotaInput[]) {
  const read = quotas.map(({ stratum, value, percent }) => ({
    stratum,
    value: value.trim() === '' ? null : value.trim(),
    maxPpm: /^\d+(\.\d{1,2})?$/.test(percent.trim()) ? Math.round(Number(percent) * PPM_PER_PERCENT) : 0,
  }))
  const names = new Set(read.map(({ stratum, value }) => JSON.stringify([stratum, value])))
  const sound = read.every(({ maxPpm }) => maxPpm > 0 && maxPpm <= 1_000_000) && names.size === read.length
  return sound ? read : null
}
