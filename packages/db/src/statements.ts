import type pg from 'pg'

/** Statements that get a name; texts beyond stay unnamed, so that a connection does not collect plans without end. */
const MOST = 500
/** Longer texts are lists of rows: hardly ever the same twice. */
const LONGEST = 4_000

const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST || text.length > LONGEST) return known
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/**
 * Names the statements of a connection by their text, so that it parses and plans each one once. Without it, two
 * fifths of the database's time for an answer went into planning the same fourteen statements again.
 */
export function nameStatements(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const named = (config: unknown, values: unknown, ...rest: unknown[]) => {
    if (!isQuery(config) || !Array.isArray(values) || values.length === 0)
      return query(config, values, ...rest)
    const name = nameOf(config.text)
    return query(name === undefined ? config : { ...config, name }, values, ...rest)
  }
  client.query = named as typeof client.query
}

const isQuery = (config: unknown): config is { text: string } =>
  typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string'
