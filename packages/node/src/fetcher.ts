import type { Sentence } from '@rowright/collector'
import type { ReturnReason } from '@rowright/protocol'

/** One GET without cookies, referrer or sign-in. Redirects are not followed: the caller asks again, after checks. */
export interface Ask {
  url: string
  /** Bytes of the decoded body; longer ones are given up. */
  maxBytes: number
  /** Sent as `If-None-Match`. */
  etag?: string
  /** Sent as `If-Modified-Since`, as the server wrote it. */
  modifiedSince?: string
  /** Cuts the body at `maxBytes` and takes what is there: robots.txt is read up to a limit, not refused over it. */
  cut?: boolean
}

export type FetchFailure = Extract<
  ReturnReason,
  'unsafe-address' | 'unreachable' | 'too-large' | 'too-slow' | 'broken-body'
>

export type Answer =
  | {
      kind: 'answer'
      status: number
      headers: [string, string][]
      /** Where a redirect points, as the server wrote it. */
      location: string | null
      body: Uint8Array
      /** Bytes that came over the line, as near as the client can tell. */
      received: number
      /** The address that answered. */
      ip?: string
    }
  /** `detail`: why, in words; `said`: the same as data, where the client speaks more than one language. */
  | { kind: 'failure'; reason: FetchFailure; detail: string; said?: Sentence; received: number }

/** What asks the internet, and refuses to ask anything else: the headless guard, or the browser's. [NOD-20] */
export interface Fetcher {
  get(ask: Ask): Promise<Answer>
}
