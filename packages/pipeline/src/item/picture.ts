/** Pixels that a browser can be asked to unpack: 40 million, as a camera makes them. More in few bytes is a bomb. */
const MOST_PIXELS = 40_000_000

type Size = { width: number; height: number }

/**
 * What is wrong with a picture in a data URL: `type` when it is no PNG, JPEG, GIF, WebP or AVIF or not the one it says,
 * `size` when it says of itself that it has no pixels or too many; null when nothing is.
 */
export function pictureFault(dataUrl: string): 'type' | 'size' | null {
  const found = /^data:image\/(png|jpeg|gif|webp|avif);base64,([A-Za-z0-9+/=]+)$/.exec(dataUrl)
  if (!found) return 'type'
  const bytes = Buffer.from(found[2]!, 'base64')
  if (typeOf(bytes) !== found[1]) return 'type'
  const size = sizeOf(bytes, found[1]!)
  if (size === undefined) return null
  return size === null || size.width * size.height > MOST_PIXELS || size.width * size.height === 0
    ? 'size'
    : null
}

/** By the first bytes, as browsers do (WHATWG MIME Sniffing). */
function typeOf(bytes: Buffer): string | null {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (ascii(0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (/^GIF8[79]a$/.test(ascii(0, 6))) return 'gif'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (/^ftypavi[fs]$/.test(ascii(4, 12))) return 'avif'
  return null
}

/** What a picture says of its size; null when it ends before; undefined where it stands too deep to look (WebP, AVIF). */
function sizeOf(bytes: Buffer, type: string): Size | null | undefined {
  if (type === 'png')
    return bytes.length < 24 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (type === 'gif')
    return bytes.length < 10 ? null : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  return type === 'jpeg' ? jpegSize(bytes) : undefined
}

/** Walks the segments up to the frame header (ITU T.81 B.2.2). */
function jpegSize(bytes: Buffer): Size | null {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
  }
  return null
}
