/**
 * Recall and precision of the personal-data filter
 *
 * npm run bench -- pii <dir> [--pages <dir>] [--show]
 * `<dir>/sentences.json`: texts with spans. A detection is right if it overlaps a span of its own kind; recall
 * is over e-mail, IP, SSN and IBAN, cards and phones apart. `falsePerPage` counts every detection in the
 * articles of `--pages` (default: the sibling `extraction/article-extraction-benchmark`) as false except
 * e-mail addresses, which are really in them.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findPersonalData, type PersonalDataKind } from '@rowright/collector'
import { BenchInputError, report, round } from './aggregate/data.ts'
import { readEntries, readPages } from './collector/data.ts'

interface Sentence {
  full_text: string
  spans: { entity_type: string; start_position: number; end_position: number }[]
}

const KINDS: Record<string, PersonalDataKind> = {
  EMAIL_ADDRESS: 'email',
  IP_ADDRESS: 'ip',
  US_SSN: 'national-id',
  IBAN_CODE: 'iban',
  CREDIT_CARD: 'card',
  PHONE_NUMBER: 'phone',
}

function faultOf({ full_text: text, spans }: Sentence): string | undefined {
  if (typeof text !== 'string') return 'has no full_text'
  if (!Array.isArray(spans)) return 'has no spans'
  const isPlace = ({ start_position: start, end_position: end }: Sentence['spans'][number]) =>
    Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length
  return spans.every(isPlace) ? undefined : 'has a span outside of its text'
}

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { pages: { type: 'string' }, show: { type: 'boolean', default: false } },
  })
  const sentences = readEntries<Sentence>(positionals[0], 'sentences.json', faultOf)
  const gold = new Map<string, number>()
  const caught = new Map<string, number>()
  let detections = 0
  let right = 0
  for (const { full_text: text, spans } of sentences) {
    const found = findPersonalData(text)
    const known = spans.filter(({ entity_type }) => entity_type in KINDS)
    const meets = (span: Sentence['spans'][number], finding: (typeof found)[number]) =>
      KINDS[span.entity_type] === finding.kind &&
      span.start_position < finding.end &&
      finding.start < span.end_position
    for (const span of known) {
      gold.set(span.entity_type, (gold.get(span.entity_type) ?? 0) + 1)
      const hit = found.some((finding) => meets(span, finding))
      if (hit) caught.set(span.entity_type, (caught.get(span.entity_type) ?? 0) + 1)
      else if (values.show)
        console.log(`missed ${span.entity_type}: ${text.slice(span.start_position, span.end_position)}`)
    }
    for (const finding of found) {
      detections++
      if (known.some((span) => meets(span, finding))) right++
      else if (values.show) console.log(`false ${finding.kind}: ${text.slice(finding.start, finding.end)}`)
    }
  }
  for (const [type, count] of gold) console.log(`${type}: ${caught.get(type) ?? 0} of ${count}`)
  const share = (types: string[]) => {
    const sum = (counts: Map<string, number>) =>
      types.reduce((total, type) => total + (counts.get(type) ?? 0), 0)
    return sum(gold) === 0 ? null : round(sum(caught) / sum(gold), 6)
  }
  return {
    recall: share(['EMAIL_ADDRESS', 'IP_ADDRESS', 'US_SSN', 'IBAN_CODE']),
    recallCard: share(['CREDIT_CARD']),
    recallPhone: share(['PHONE_NUMBER']),
    precision: detections === 0 ? null : round(right / detections, 6),
    falsePerPage: onPages(values.pages, positionals[0]!, values.show),
  }
})

function onPages(asked: string | undefined, folder: string, show: boolean): number | null {
  const pages = asked ?? join(resolve(folder), '../extraction/article-extraction-benchmark')
  if (!existsSync(pages)) {
    if (asked !== undefined) throw new BenchInputError(`There is no ${pages}.`)
    console.log(`falsePerPage is left out: there are no pages at ${pages}.`)
    return null
  }
  const texts = readPages(pages)
  let count = 0
  for (const { articleBody } of texts) {
    for (const { kind, start, end } of findPersonalData(articleBody)) {
      if (kind !== 'email') count++
      if (show) console.log(`on a page, ${kind}: ${articleBody.slice(Math.max(0, start - 30), end + 10)}`)
    }
  }
  return round(count / texts.length, 6)
}
