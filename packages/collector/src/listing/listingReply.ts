import type { ListedPage, ListedSitemap } from './readListing.ts'

/** Why a listing could not be read. */
export const LISTING_FAULTS = [
  /** Its site's robots.txt or an opt-out keeps it, or what it lists, from us. */
  'refused',
  /** 429 and 5xx. */
  'busy',
  /** 404 and 410. */
  'gone',
  /** Any other answer that is no listing. */
  'answer',
  'unreachable',
  'unsafe-address',
  /** Redirects without end, or to a host that is not the campaign's. */
  'redirect',
  /** HTML: a page, where a sitemap or a feed was expected. */
  'page',
  'unknown',
] as const
export type ListingFault = (typeof LISTING_FAULTS)[number]

/** A page of a listing; `refused`: its own site says no, with the signal that says it. */
export interface JudgedPage extends ListedPage {
  refused?: string
}

/** What came of asking for a listing. */
export type ListingReply =
  | {
      kind: 'pages'
      of: 'sitemap' | 'feed'
      pages: JudgedPage[]
      whole: boolean
      etag?: string
      lastModified?: string
    }
  | {
      kind: 'sitemaps'
      of: 'index' | 'robots'
      sitemaps: ListedSitemap[]
      whole: boolean
      etag?: string
      lastModified?: string
    }
  /** 304: nothing is new. */
  | { kind: 'unchanged' }
  /** `detail`: a status, an address or a signal; never a sentence. */
  | { kind: 'failed'; fault: ListingFault; detail: string; retryAfter?: number }

/** What is asked for: what was known of it is sent along, so that the site may answer 304. */
export interface ListingAsk {
  url: string
  /** Hosts to which a redirect may lead. */
  hosts: string[]
  etag: string | null
  lastModified: string | null
}
