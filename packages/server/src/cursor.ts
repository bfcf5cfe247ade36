import { createHmac, timingSafeEqual } from 'node:crypto'
import { RowrightError } from '@rowright/protocol'
import type { System } from './system.ts'

/** Whose list, and which: a cursor goes on in that list of that account only. `public` is everybody's. */
export interface CursorOf {
  account: string
  list: string
}

const sealOf = (secret: string, { account, list }: CursorOf, place: string) =>
  createHmac('sha256', `rowright.cursor.v1:${secret}`)
    .update(`${account}\n${list}\n${place}`)
    .digest()
    .subarray(0, 16)

/** A place in a list as an opaque cursor, sealed to its account. [SRV-23] */
export function sealCursor(system: System, of: CursorOf, place: string): string {
  const seal = sealOf(system.config.authSecret, of, place)
  return Buffer.concat([seal, Buffer.from(place)]).toString('base64url')
}

/** The place of a cursor that came back. @throws RowrightError `request/bad-cursor`, also for another account's. */
export function openCursor(system: System, of: CursorOf, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url')
  const [seal, place] = [bytes.subarray(0, 16), bytes.subarray(16).toString('utf8')]
  const right = sealOf(system.config.authSecret, of, place)
  if (seal.length === right.length && timingSafeEqual(seal, right)) return place
  throw new RowrightError('request/bad-cursor', 'This cursor is not one of this list and this account.', {
    status: 422,
    field: 'cursor',
    hint: 'Send `nextCursor` of the page before, unchanged and with the same account; or none, to begin again.',
  })
}
