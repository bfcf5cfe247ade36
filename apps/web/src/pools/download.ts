import { callHttp } from '../api/http.ts'
import type { Release } from '../api/types.ts'
import { saveBlob } from './saveText.ts'

export interface Downloaded {
  name: string
  /** SHA-256 of what arrived, hex; null where the browser has no `crypto.subtle` or the file went straight to disk. */
  sha256: string | null
}

// Above this the rows go straight to disk where the browser can (File System Access API), not through memory.
const mostInMemory = 256_000_000

interface DiskWindow {
  showSaveFilePicker(options: { suggestedName: string }): Promise<{
    createWritable(): Promise<WritableStream<Uint8Array>>
  }>
}

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * Fetches a release with the session and saves it as a file. Each call is one delivery and is logged as such.
 * @param onBytes told how many bytes have arrived. @throws ProblemError `export/no-license`…
 */
export async function downloadRelease(
  release: Release,
  onBytes: (bytes: number) => void,
): Promise<Downloaded> {
  const name = `release-${release.version}-${release.rowsSha256.slice(0, 8)}.jsonl`
  const picker = window as unknown as Partial<DiskWindow>
  const toDisk =
    release.bytes > mostInMemory && picker.showSaveFilePicker
      ? await (await picker.showSaveFilePicker({ suggestedName: name })).createWritable()
      : null
  const response = await callHttp(`/v1/pools/${release.poolId}/releases/${release.id}/export.jsonl`)
  let arrived = 0
  const counted = (response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        arrived += chunk.byteLength
        onBytes(arrived)
        controller.enqueue(chunk)
      },
    }),
  )
  if (toDisk) {
    await counted.pipeTo(toDisk)
    return { name, sha256: null }
  }
  const blob = await new Response(counted).blob()
  saveBlob(name, blob)
  const sha256 = crypto.subtle ? toHex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())) : null
  return { name, sha256 }
}
