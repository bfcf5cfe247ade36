import { collect, detectLanguage, redactPersonalData, type Sentence } from '@rowright/collector'
import { CLIP_TEXT_LIMIT, ROBOT } from '@rowright/protocol'
import { plain } from './toResult.ts'

/** What a person has pointed at in a page of theirs. */
export interface Clipped {
  kind: 'selection' | 'page' | 'image'
  url: string
  title: string
  /** The page as it stands in the browser: what it permits is read from it. */
  html: string
  /** Of a selection. */
  selection?: string
}

/** What would leave, without personal data; or why the page's own words keep it here. [NOD-29] */
export type ReadClip =
  | { kind: 'clip'; title: string; text: string; language: string | undefined; taken: Record<string, number> }
  | { kind: 'refusal'; said: Sentence }

export function readClip({ kind, url, title, html, selection = '' }: Clipped): ReadClip {
  const body = new TextEncoder().encode(html)
  const headers: [string, string][] = [['content-type', 'text/html; charset=utf-8']]
  const page = collect({ url, agent: ROBOT, status: 200, headers, body })
  // Only a page without an article may still have a picture or a sentence to give.
  const refuses = page.kind === 'refusal' && page.decision.evidence.find((one) => one.stance === 'refuses')
  if (refuses && (kind === 'page' || refuses.signal !== 'content'))
    return { kind: 'refusal', said: refuses.said }
  const said = kind === 'page' && page.kind === 'document' ? page.document.text : selection
  const taken = redactPersonalData(said)
  const counts = kind === 'page' && page.kind === 'document' ? page.document.personalData : taken.counts
  const text = plain(taken.text).slice(0, CLIP_TEXT_LIMIT)
  return {
    kind: 'clip',
    title: plain(redactPersonalData(title).text).slice(0, 500),
    text,
    language: text ? detectLanguage(text) : undefined,
    taken: counts as Record<string, number>,
  }
}
