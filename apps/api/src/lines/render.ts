import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import { encode } from 'fast-png'
import type { Line, LineLanguage } from './udhr.ts'

const FONTS: Record<LineLanguage, { name: string; file: string }> = {
  en: { name: 'Line Latin', file: '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2' },
  hi: {
    name: 'Line Devanagari',
    file: '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff2',
  },
  'zh-Hant': {
    name: 'Line TC',
    file: '@fontsource/noto-sans-tc/files/noto-sans-tc-chinese-traditional-400-normal.woff2',
  },
}
const SIZE = 30
const MARGIN = 14
const HEIGHT = 64

/**
 * How a line wears: how much at most, and how far each kind of wear goes. Chosen so that about half of what the engine
 * reads is wrong, differently for each script: Chinese drowns in blur, Latin in a slant.
 */
const WEAR: Record<LineLanguage, { most: number; blur: number; slant: number; grain: number; dust: number }> =
  {
    en: { most: 1.5, blur: 1.1, slant: 0.5, grain: 60, dust: 0.004 },
    hi: { most: 0.58, blur: 1.3, slant: 0.25, grain: 90, dust: 0.006 },
    'zh-Hant': { most: 0.9, blur: 1.9, slant: 0.4, grain: 45, dust: 0.003 },
  }

/** A picture of a line, worn as by a bad copier: faded, turned, speckled, blurred. The same seed, the same pixels. */
export function renderLine(line: Line): Uint8Array {
  const { name } = useFont(line.language)
  const font = `${SIZE}px "${name}"`
  const measure = createCanvas(1, 1).getContext('2d')
  measure.font = font
  const width = Math.ceil(measure.measureText(line.text).width) + 2 * MARGIN
  const canvas = createCanvas(width, HEIGHT)
  const context = canvas.getContext('2d')
  const random = seeded(line.id)
  const wear = WEAR[line.language]
  const worn = wear.most * (0.25 + 0.75 * random())
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, HEIGHT)
  context.save()
  context.translate(width / 2, HEIGHT / 2)
  context.rotate((random() - 0.5) * 0.02)
  context.transform(1, 0, (random() - 0.5) * wear.slant * worn, 1, 0, 0)
  context.filter = `blur(${(0.4 + wear.blur * worn).toFixed(2)}px)`
  context.font = font
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const ink = Math.round(30 + 110 * worn)
  context.fillStyle = `rgb(${ink},${ink},${ink})`
  context.fillText(line.text, 0, 0)
  context.restore()
  const { data } = context.getImageData(0, 0, width, HEIGHT)
  return encode({
    width,
    height: HEIGHT,
    channels: 1,
    depth: 4,
    data: grained(data, width, { grain: wear.grain * worn, dust: wear.dust * worn }, random),
  })
}

/**
 * The picture as sixteen grays, two to a byte, with grain over everything and specks of dust: nobody reads it less well
 * for that, and it has a quarter of the bytes.
 * @param pixels red, green, blue and opacity of each, all grays.
 */
function grained(
  pixels: Uint8ClampedArray,
  width: number,
  wear: { grain: number; dust: number },
  random: () => number,
): Uint8Array {
  const stride = Math.ceil(width / 2)
  const packed = new Uint8Array(stride * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      // The sum of three uniforms is close to a normal.
      const grain = (random() + random() + random() - 1.5) * wear.grain
      const dust = random() < wear.dust ? -160 : 0
      const gray = pixels[4 * (y * width + x)]! + grain + dust
      const level = Math.max(0, Math.min(15, Math.round(gray / 17)))
      packed[y * stride + (x >> 1)]! |= x % 2 === 0 ? level << 4 : level
    }
  }
  return packed
}

const known = new Set<LineLanguage>()
function useFont(language: LineLanguage): { name: string } {
  const { name, file } = FONTS[language]
  if (!known.has(language)) {
    const require = createRequire(import.meta.url)
    if (!GlobalFonts.register(readFileSync(require.resolve(file)), name))
      throw new Error(`not a font: ${file}`)
    known.add(language)
  }
  return { name }
}

/** A generator by name (FNV-1a, then mulberry32). */
function seeded(name: string): () => number {
  let state = 0x811c9dc5
  for (const unit of name) state = Math.imul(state ^ unit.codePointAt(0)!, 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
