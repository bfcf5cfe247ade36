export const CLIENTS = ['delta-sharing', 'mlcroissant', 'datasets', 'pyarrow', 'polars', 'duckdb'] as const
export const FEATURES = [
  'list',
  'full read',
  'column projection',
  'time travel',
  'change feed',
  'resume',
  'Croissant validate',
  'Croissant read',
] as const
export type Client = (typeof CLIENTS)[number]
export type Feature = (typeof FEATURES)[number]
export type Figures = Record<Client, Record<Feature, boolean | 'n/a'>>

/** One thing that one client was seen to do, or not. */
export interface Seen {
  client: Client
  feature: Feature
  ok: boolean
  detail: string
}

/** What a client has no notion of: there is nothing to try. All else must have been tried. */
const NOT_ITS_JOB: Record<Client, readonly Feature[]> = {
  'delta-sharing': ['column projection', 'resume', 'Croissant validate', 'Croissant read'],
  mlcroissant: ['list', 'column projection', 'time travel', 'change feed', 'resume'],
  datasets: ['list', 'Croissant validate', 'Croissant read'],
  pyarrow: ['list', 'resume', 'Croissant validate', 'Croissant read'],
  polars: ['list', 'resume', 'Croissant validate', 'Croissant read'],
  duckdb: ['list', 'resume', 'Croissant validate', 'Croissant read'],
}

/** A feature holds when it was seen and never seen to fail; what should have been tried and was not, does not hold. */
export function figuresOf(seen: readonly Seen[]): Figures {
  const figure = (client: Client, feature: Feature): boolean | 'n/a' => {
    const mine = seen.filter((one) => one.client === client && one.feature === feature)
    if (mine.length === 0 && NOT_ITS_JOB[client].includes(feature)) return 'n/a'
    return mine.length > 0 && mine.every((one) => one.ok)
  }
  const row = (client: Client) =>
    Object.fromEntries(FEATURES.map((feature) => [feature, figure(client, feature)]))
  return Object.fromEntries(CLIENTS.map((client) => [client, row(client)])) as Figures
}

export function table(figures: Figures): string {
  const mark = (value: boolean | 'n/a') => (value === 'n/a' ? '–' : value ? '✓' : '✗')
  const wide = Math.max(...CLIENTS.map((client) => client.length)) + 2
  const head = `${''.padEnd(wide)}${FEATURES.join('  ')}`
  const rows = CLIENTS.map(
    (client) =>
      client.padEnd(wide) +
      FEATURES.map((feature) => mark(figures[client][feature]).padEnd(feature.length)).join('  '),
  )
  return [head, ...rows].join('\n')
}
