/** Between two requests to one host, over all nodes (packages/pipeline/src/collect, CLT-24). */
export const HOST_SECONDS = 5

export interface Caps {
  megabytesPerHour: number
  megabytesPerDay: number
  pagesPerDay: number
  kilobytesPerPage: number
  hoursPerDay: number
  hosts: number
}

export interface PerDay {
  documents: number
  megabytes: number
  /** The cap that is reached first. */
  limit: 'byHour' | 'byDay' | 'byPages' | 'byHosts'
}

/** What a node can bring in a day at these caps, at most. */
export function perDay(caps: Caps): PerDay {
  const page = Math.max(0.001, caps.kilobytesPerPage / 1000)
  const bounds: [PerDay['limit'], number][] = [
    ['byHour', (caps.megabytesPerHour * caps.hoursPerDay) / page],
    ['byDay', caps.megabytesPerDay / page],
    ['byPages', caps.pagesPerDay],
    ['byHosts', (caps.hosts * caps.hoursPerDay * 3600) / HOST_SECONDS],
  ]
  const [limit, most] = bounds.reduce((least, one) => (one[1] < least[1] ? one : least))
  const documents = Math.max(0, Math.floor(most))
  return { documents, megabytes: documents * page, limit }
}
