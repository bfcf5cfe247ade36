import { createHash } from 'node:crypto'
import { gzipSync, zipSync } from 'fflate'

// The same files give the same bytes on every machine: names in order, no times, no owners, and a packer in plain
// JavaScript, because zlib differs between versions of Node.

/** @typedef {{ name: string, bytes: Uint8Array, executable?: boolean }} Packed */

const inOrder = (/** @type {Packed[]} */ files) => files.toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** @param {Packed[]} files @returns {Uint8Array} a ZIP file (DEFLATE). */
export function zip(files) {
  // Local components: the same in every time zone. 1980 is the format's first year.
  const mtime = new Date(1980, 0, 1)
  return zipSync(
    Object.fromEntries(inOrder(files).map(({ name, bytes }) => [name, [bytes, { mtime, level: 9 }]])),
  )
}

/** @param {Packed[]} files @returns {Uint8Array} a gzipped tar file (POSIX.1-1988 ustar). */
export function tarball(files) {
  const blocks = inOrder(files).flatMap((file) => [tarHeader(file), padded(file.bytes)])
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { mtime: 0, level: 9 })
}

/** @param {Packed} file */
function tarHeader({ name, bytes, executable }) {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is longer than a ustar name may be.`)
  const header = Buffer.alloc(512)
  const octal = (/** @type {number} */ value, /** @type {number} */ at, /** @type {number} */ length) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at)
  header.write(name, 0)
  octal(executable ? 0o755 : 0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(bytes.length, 124, 12)
  octal(0, 136, 12)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** @param {Uint8Array} bytes */
function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
