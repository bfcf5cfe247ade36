import { invalidPayload } from './errors.ts'
import type { Payload } from './taskType.ts'

/** Text fields of a payload, in the order in which one stands for the item. */
const TEXTS = ['text', 'sentence', 'question', 'content'] as const

/** An item must show something: any field but an empty one. */
export function checkAnything(payload: Payload): void {
  if (Object.values(payload).some((value) => value !== null && value !== '')) return
  throw invalidPayload('payload', 'there is nothing to show.', 'Fill "text" or "image".')
}

/** The text that spans point into, or null. */
export function textOf(payload: Payload): string | null {
  for (const key of TEXTS) {
    const text = payload[key]
    if (typeof text === 'string' && text !== '') return text
  }
  return null
}

/** A picture is part of its item: what stands at an address may change, and would tell it who labels. */
export function checkImageOrText(payload: Payload): void {
  if (payload.image !== undefined && !isImage(payload.image)) {
    throw invalidPayload(
      'image',
      'the image is no data URL (PNG, JPEG, WebP, GIF).',
      'Write data:image/png;base64,… with the picture itself; an address is not fetched.',
    )
  }
  checkAnything(payload)
}

const isImage = (value: unknown): boolean =>
  typeof value === 'string' && /^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+$/.test(value)
