import { type Sentence, sentence } from '../words/sentence.ts'
import { parseRobots, type RobotsFile } from './parse.ts'

/** What came back for `/robots.txt`. `status` 0 stands for a network failure. */
export interface RobotsReply {
  status: number
  body?: Uint8Array | string
  /** How many redirects were followed before this reply. */
  redirects?: number
}

/** `rules`: obey the file. `open`: there is none. `closed`: it could not be had, so nothing may be fetched. */
export type RobotsAccess =
  | { state: 'rules'; file: RobotsFile }
  | { state: 'open'; said: Sentence }
  | { state: 'closed'; said: Sentence }

/** RFC 9309 §2.3.1.2: at least five redirects are followed. */
export const ROBOTS_REDIRECTS = 5

/** RFC 9309 §2.3.1: 2xx is read, 4xx means no restrictions, everything else means none may be fetched. */
export function readRobots({ status, body = '', redirects = 0 }: RobotsReply): RobotsAccess {
  if (redirects > ROBOTS_REDIRECTS) {
    return { state: 'closed', said: sentence('robotsRedirects', ROBOTS_REDIRECTS) }
  }
  if (status >= 200 && status < 300) return { state: 'rules', file: parseRobots(body) }
  // 429 is a server that asks for less, not one without a robots.txt.
  if (status >= 400 && status < 500 && status !== 429) {
    return { state: 'open', said: sentence('robotsNone', status) }
  }
  return {
    state: 'closed',
    said: status === 0 ? sentence('robotsUnreachable') : sentence('robotsAnswers', status),
  }
}
