type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/**
 * Schemas that name themselves (JSON within JSON) come with definitions of their own; in OpenAPI `#` is the whole
 * document, so these are moved to its components and the references with them. [SRV-25]
 * @returns the document's part without them, and the definitions by name; equal ones are one.
 */
export function withoutDefinitions(part: unknown): { part: unknown; schemas: Json } {
  const names = new Map<string, string>()
  const schemas: Json = {}
  const walk = (at: unknown, renamed: ReadonlyMap<string, string>): unknown => {
    if (Array.isArray(at)) return at.map((one) => walk(one, renamed))
    if (!isObject(at)) return at
    const { $defs, ...rest } = at
    const known = new Map(renamed)
    const own = Object.entries(isObject($defs) ? $defs : {})
    for (const [name, schema] of own) known.set(`#/$defs/${name}`, refOf(schema))
    for (const [, schema] of own) schemas[nameOf(schema)] ??= walk(schema, known)
    return Object.fromEntries(
      Object.entries(rest).map(([key, value]) =>
        key === '$ref' ? [key, known.get(String(value)) ?? value] : [key, walk(value, known)],
      ),
    )
  }
  const nameOf = (schema: unknown) => {
    const text = JSON.stringify(schema)
    if (!names.has(text)) names.set(text, `Part${names.size + 1}`)
    return names.get(text)!
  }
  const refOf = (schema: unknown) => `#/components/schemas/${nameOf(schema)}`
  return { part: walk(part, new Map()), schemas }
}
