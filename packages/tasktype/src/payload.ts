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

export function checkImageOrText(payload: Payload): void {
  const image = payload.image ?? payload.imageUrl
  if (image !== undefined && !isImage(image)) {
    throw invalidPayload(
      'image',
      'the image is neither a data URL (PNG, JPEG, WebP, GIF) nor an https address.',
      'Write data:image/png;base64,… or https://…',
    )
  }
  checkAnything(payload)
}

const isImage = (value: unknown): boolean =>
  typeof value === 'string' &&
  (/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+$/.test(value) || /^(https?:\/\/|\/)/.test(value))
