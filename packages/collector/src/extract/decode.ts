/** Bytes of one page that are read; the rest is left (the largest news pages have three megabytes). */
export const PAGE_BYTES_LIMIT = 8_000_000
const PRESCAN_BYTES = 4096

const XML_ENCODING = /^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})/i
const META_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})/i

/**
 * A page as text: the encoding by byte order mark, then header, then `<meta charset>`, then UTF-8 if the bytes
 * are valid UTF-8, else windows-1252 (the WHATWG order, but a declared UTF-8 that is none is not believed).
 */
export const decodePage = (bytes: Uint8Array, contentType = ''): string =>
  decodeBy(META_CHARSET, bytes.subarray(0, PAGE_BYTES_LIMIT), contentType)

/** The same for XML, whose first line may name the encoding (XML 1.0 §4.3.3; RFC 7303 puts the header first). */
export const decodeXml = (bytes: Uint8Array, contentType = ''): string =>
  decodeBy(XML_ENCODING, bytes, contentType)

function decodeBy(inText: RegExp, read: Uint8Array, contentType: string): string {
  const declared =
    markOf(read) ??
    decoderFor(/charset\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(contentType)?.[1]) ??
    decoderFor(inText.exec(new TextDecoder('latin1').decode(read.subarray(0, PRESCAN_BYTES)))?.[1])
  if (declared !== undefined && declared !== 'utf-8') return new TextDecoder(declared).decode(read)
  return isUtf8(read) || declared === 'utf-8'
    ? decodeUtf8(read, declared === undefined)
    : new TextDecoder('windows-1252').decode(read)
}

/** Declared UTF-8 with many broken sequences is an old encoding with a wrong label. */
function decodeUtf8(bytes: Uint8Array, sure: boolean): string {
  const text = new TextDecoder().decode(bytes)
  if (sure) return text
  const broken = text.split('\ufffd').length - 1
  return broken > 20 && broken > text.length / 200 ? new TextDecoder('windows-1252').decode(bytes) : text
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return undefined
}

/** The encoding's own name, or nothing when nobody knows it. UTF-16 in a meta tag is UTF-8 (WHATWG HTML). */
function decoderFor(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    // An unknown label throws a RangeError: then it tells nothing, and the next source is asked.
    return undefined
  }
}

/** Up to three bytes at the end may belong to a character that the limit cut. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length === PAGE_BYTES_LIMIT })
    return true
  } catch {
    // A fatal decoder has no other way to answer no.
    return false
  }
}
