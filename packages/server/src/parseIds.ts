import { RowrightError } from '@rowright/protocol'
import { id } from './contract.ts'

/** The ids in the path of a raw endpoint, in their one form. @throws RowrightError `request/invalid` naming the first bad one. */
export function parseIds<Field extends string>(params: Record<Field, string>): Record<Field, string> {
  const parsed = Object.entries<string>(params).map(([field, text]) => {
    const found = id.safeParse(text)
    if (found.success) return [field, found.data]
    throw new RowrightError('request/invalid', 'This is not an id.', {
      status: 422,
      field,
      hint: 'Ids are UUIDs.',
    })
  })
  return Object.fromEntries(parsed) as Record<Field, string>
}
