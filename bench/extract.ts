/**
 * Article extraction against a hand-made truth
 *
 * npm run bench -- extract <dir> [--worst n] [--published <file>]
 * `<dir>/ground-truth.json` and `<dir>/html/*.html.gz`, scored like scrapinghub's evaluate.py. `--published`
 * scores a file of somebody's published output instead, which proves the scorer.
 */
import { parseArgs } from 'node:util'
import { decodePage, extractText, parsePage } from '@rowright/collector'
import { readCount, report, round } from './aggregate/data.ts'
import { readHtml, readJson, readPages, unscoredPages } from './collector/data.ts'
import { scorePage, summarize } from './collector/shingles.ts'

type Published = Record<string, { articleBody?: string }>

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { worst: { type: 'string', default: '0' }, published: { type: 'string' } },
  })
  const worst = readCount('worst', values.worst, 0)
  const pages = readPages(positionals[0])
  const published = values.published === undefined ? undefined : readPublished(values.published)
  const unscored = unscoredPages(positionals[0]!, pages)
  if (unscored.length > 0)
    console.log(`${unscored.length} of html have no truth and are left out: ${unscored[0]} …`)
  let milliseconds = 0
  const scored = pages.map(({ id, url, articleBody }) => {
    if (published) return { id, url, score: scorePage(articleBody, published[id]?.articleBody ?? '') }
    const html = decodePage(readHtml(positionals[0]!, id))
    const started = performance.now()
    const text = extractText(parsePage(html)) ?? ''
    milliseconds += performance.now() - started
    return { id, url, score: scorePage(articleBody, text) }
  })
  const byRight = scored.toSorted((a, b) => a.score.truePositive - b.score.truePositive)
  for (const { id, url, score } of byRight.slice(0, worst)) {
    console.log(
      `${id.slice(0, 8)} too much ${score.falsePositive.toFixed(2)} missing ${score.falseNegative.toFixed(2)} ${url}`,
    )
  }
  const { f1, precision, recall, accuracy } = summarize(scored.map(({ score }) => score))
  return {
    pages: pages.length,
    f1: round(f1, 4),
    precision: round(precision, 4),
    recall: round(recall, 4),
    accuracy: round(accuracy, 4),
    millisecondsPerPage: round(milliseconds / pages.length, 2),
  }
})

function readPublished(file: string): Published {
  const content = readJson<Published & { output?: Published }>('.', file)
  return content.output ?? content
}
