import { Readable } from 'node:stream'
import { keyWithoutScope, notSignedIn, type RequestContext } from '@rowright/server'

/** The person who asks, with the whole account: not by a key for one license. */
export function wholeAccount({ personId, keyLicenseId }: RequestContext): string {
  if (!personId) throw notSignedIn()
  if (keyLicenseId !== null) throw keyWithoutScope()
  return personId
}

/** Texts as a file to save, for the caller alone, written as they come. */
export function textFile(name: string, type: string, texts: AsyncIterable<string>): Response {
  return new Response(Readable.toWeb(Readable.from(texts)) as unknown as ReadableStream, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  })
}
