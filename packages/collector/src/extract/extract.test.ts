import { describe, expect, test } from 'vitest'
import {
  decodePage,
  detectLanguage,
  extractText,
  HTML_LIMIT,
  parsePage,
  readLinks,
  readMetadata,
} from '../index.ts'
import { boundHtml, MOST_MARKS, MOST_TAGS } from './bound.ts'

const URL_OF_PAGE = 'https://ada.example/news/tides'
const SENTENCES = [
  'Ada measured the tide at the harbor every hour for eleven days, and wrote each height in a small book.',
  'Bo compared the book with the table that the port prints, and found a difference of four centimeters.',
  'Chen asked whether the wind could explain it, and the three of them went back with a better gauge.',
  'On the twelfth day the difference was gone, because the old gauge had been standing on soft ground.',
]

const page = (body: string, head = '') =>
  `<!doctype html><html lang="en-GB"><head><title>Tides | The Harbor</title>${head}</head><body>${body}</body></html>`
const article = SENTENCES.map((sentence) => `<p>${sentence}</p>`).join('')
const textOf = (html: string) => extractText(parsePage(html))

describe('the article', () => {
  test('[COL-40] blocks are lines, and what stands around the article is left out', () => {
    const text = textOf(
      page(`
        <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
        <article><h1>Tides</h1><p class="byline">By Ada</p><p>Published 3 May 2026 at 10:15</p>
        ${article}
        <figure><img src="x.png"><figcaption>The harbor at noon, seen from the mole.</figcaption></figure>
        <p><a href="/x">Read more about harbors</a></p><p>Sign up for our newsletter and get it in your inbox.</p>
        </article><aside class="related"><p>You may also like our story of the boats, which is long enough.</p></aside>
        <footer><p>© 2026 The Harbor. All rights reserved.</p></footer>`),
    )
    expect(text).toBe(SENTENCES.join('\n'))
  })

  test('[COL-41] a page of links or a table keeps them', () => {
    const items = Array.from(
      { length: 30 },
      (_, at) => `<li><a href="/${at}">Offer ${at} of the day</a></li>`,
    )
    expect(textOf(page(`<article>${article}<ul>${items.join('')}</ul></article>`))).toContain(
      'Offer 17 of the day',
    )
    const rows = Array.from({ length: 40 }, (_, at) => `<tr><td>Round ${at}</td><td>Harbor ${at}</td></tr>`)
    expect(textOf(page(`<article>${article}<table>${rows.join('')}</table></article>`))).toContain('Round 39')
  })

  test('[COL-41] a name on the whole page takes nothing away', () => {
    const text = textOf(page(`<div class="page related sidebar"><div id="comments">${article}</div></div>`))
    expect(text).toContain(SENTENCES[3])
  })

  test('[COL-42] the same page gives the same text', () => {
    const html = page(`<article>${article}</article>`)
    expect(textOf(html)).toBe(textOf(html))
  })
})

describe('pages as they are written', () => {
  test('[COL-49] an article in parts is taken whole where the page marks it, or else from its body', () => {
    const parts = Array.from(
      { length: 12 },
      (_, at) => `<section class="banner"><div><div>Part ${at}. ${SENTENCES.join(' ')}</div></div></section>`,
    )
    const told = `<div>${SENTENCES.map((sentence) => `<p>${sentence} ${sentence}</p>`).join('')}</div>`
    for (const frame of ['main', 'div']) {
      const text = textOf(page(`<${frame}>${told}${parts.join('')}</${frame}>`))
      expect(text, frame).toContain('Part 0')
      expect(text, frame).toContain('Part 11')
    }
  })

  test.each([
    ['no html, head or body', `<title>Tides</title>${article}`],
    ['a script between head and body', `<html><head></head><script>1</script><body>${article}</body></html>`],
    [
      'a head that is not closed',
      `<html><head><title>T</title><div>${article}</div></head><body></body></html>`,
    ],
    ['text after the body', `<html><head></head><body></body>${article}</html>`],
    ['two bodies', `<html><head></head><body></body><body>${article}</body></html>`],
  ])('[COL-50] %s', (_, html) => {
    expect(textOf(html)).toBe(SENTENCES.join('\n'))
  })

  test('[COL-50] what a script will show is read, what stays hidden is not', () => {
    const text = textOf(
      page(`<div hidden id="S:0">${article}</div><div hidden><p>${SENTENCES[0]} Hidden.</p></div>`),
    )
    expect(text).toContain(SENTENCES[3])
    expect(text).not.toContain('Hidden.')
  })

  test('[COL-50] drawings and scripts are no markup: neither their depth nor their tags count', () => {
    const icons = `<svg viewBox="0 0 9 9">${'<path d="M0 0h9"/>'.repeat(60)}</svg>`.repeat(300)
    const script = `<script>const html = '${'<div>'.repeat(200)}'</script><!-- ${'<div>'.repeat(200)} -->`
    expect(textOf(page(`${icons}${script}<article>${article}</article>`))).toBe(SENTENCES.join('\n'))
    expect(textOf(page(`<svg><path/><path/><article>${article}</article>`))).toBe(SENTENCES.join('\n'))
  })

  test('[COL-50] an entry with a topic, a comment in code and a heading named header stay', () => {
    const talk = `<div class="comment"><p>${SENTENCES.join(' ').repeat(4)}</p></div>`.repeat(5)
    const lines = SENTENCES.map((sentence) => `<div>${sentence}</div>`).join('')
    const code = '<pre><i class="comment"># every hour</i> measure</pre>'
    const entry = `<div class="hentry tag-tides"><h2 class="header-anchor">The gauge</h2>${lines}${code}</div>`
    const text = textOf(page(`<div>${entry}</div><p>${SENTENCES[0]}</p><div>${talk}</div>`))
    expect(text).toContain('The gauge')
    expect(text).toContain('# every hour')
    expect(text!.split(SENTENCES[3]!)).toHaveLength(2)
  })
})

describe('bad pages', () => {
  test.each([
    ['nothing', ''],
    ['no tags', 'Only words.'],
    ['a frameset', '<html><frameset><frame src="x"></frameset></html>'],
    ['an open comment', '<!--'.repeat(20_000)],
    ['an open script', `<script>${'x'.repeat(1_000_000)}`],
    ['a million "<"', '<'.repeat(1_000_000)],
    ['a million "&"', '&'.repeat(1_000_000)],
    ['zero bytes', '\0<html>\0<body>\0<p>a'],
    ['attributes without end', `<p ${'a="b" '.repeat(100_000)}`],
    ['tables in tables', '<table><tr><td>'.repeat(3000)],
    ['drawings in drawings', '<svg>'.repeat(30_000)],
    ['elements of its own', '<a-b>'.repeat(30_000)],
    ['bodies in bodies', '<html><body>'.repeat(10_000)],
    ['tags that do not end', '<svg '.repeat(30_000)],
    ['comments that do not end', '<!-- <div>'.repeat(10_000)],
    ['drawings that HTML ends', '<svg><p>a'.repeat(5000)],
  ])('[COL-43] %s ends without an error', (_, html) => {
    expect(['string', 'undefined']).toContain(typeof textOf(html))
  })

  test('[COL-43] the depth and the length of a page are bounded, and its text is read as far', () => {
    expect(textOf(page(`${'<div>'.repeat(50_000)}<p>${SENTENCES[0]}</p>`))).toBe(undefined)
    expect(textOf(page(`${'<div>'.repeat(5000)}<p>${SENTENCES[0]}</p>`))).toContain('Ada measured')
    const long = textOf(page(`<p>${SENTENCES[0]}</p>`.repeat(500_000)))!
    expect(long.length).toBeGreaterThan(100_000)
    expect(long.length).toBeLessThan(HTML_LIMIT)
  })
})

describe('encodings', () => {
  const latin = Uint8Array.from([0x63, 0x61, 0x66, 0xe9])
  test('[COL-44] by mark, header, meta, and the bytes themselves', () => {
    expect(decodePage(latin)).toBe('café')
    expect(decodePage(latin, 'text/html; charset=iso-8859-1')).toBe('café')
    expect(decodePage(new TextEncoder().encode('café'), 'text/html')).toBe('café')
    expect(decodePage(Uint8Array.from([0xff, 0xfe, 0x61, 0x00]))).toBe('a')
    const shiftJis = [...new TextEncoder().encode('<meta charset="shift_jis">'), 0x93, 0xfa]
    expect(decodePage(Uint8Array.from(shiftJis))).toContain('日')
    expect(decodePage(latin, 'text/html; charset=nonsense')).toBe('café')
    const wrong = Uint8Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? 0xe9 : 0x61))
    expect(decodePage(wrong, 'text/html; charset=utf-8')).toMatch(/^éaaé/)
  })
})

describe('what a page says of itself', () => {
  test('[COL-45] JSON-LD before OpenGraph before plain HTML', () => {
    const ld = {
      '@graph': [
        { '@type': 'WebSite', name: 'The Harbor' },
        {
          '@type': 'NewsArticle',
          headline: 'Tides measured',
          author: [{ name: 'Ada' }, { name: 'Bo' }],
          datePublished: '2026-05-03T10:15:00+02:00',
          license: 'https://creativecommons.org/licenses/by/4.0/',
        },
      ],
    }
    const metadata = readMetadata(
      parsePage(
        page(
          '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC</a>',
          `<script type="application/ld+json">{broken</script><script type="application/ld+json">${JSON.stringify(ld)}</script>
           <meta property="og:title" content="Another title"><link rel="canonical" href="/news/tides?x=1">`,
        ),
      ),
      URL_OF_PAGE,
    )
    expect(metadata).toMatchObject({
      title: 'Tides measured',
      authors: ['Ada', 'Bo'],
      publishedAt: '2026-05-03T08:15:00.000Z',
      canonicalUrl: 'https://ada.example/news/tides?x=1',
      declaredLanguage: 'en-GB',
      licenses: [{ url: 'https://creativecommons.org/licenses/by/4.0/', where: 'rel-license' }],
    })
  })

  test('[COL-45] plain pages, and dates that are none', () => {
    const dated = (content: string) =>
      readMetadata(parsePage(page('', `<meta name="date" content="${content}">`)), URL_OF_PAGE)
    expect(dated('2026-05-03').publishedAt).toBe('2026-05-03')
    expect(dated('2026-05-03T10:15').publishedAt).toBe('2026-05-03')
    expect(dated('Sun, 03 May 2026 08:15:00 GMT').publishedAt).toBe('2026-05-03T08:15:00.000Z')
    expect(dated('2026-02-31').publishedAt).toBe(undefined)
    expect(dated('yesterday').publishedAt).toBe(undefined)
    expect(dated('').title).toBe('Tides')
  })

  test('[COL-46] links are absolute, http(s), and there once', () => {
    const html = page(
      '<a href="/a#x">a</a><a href="/a">b</a><a href="javascript:x()">c</a><a href="mailto:ada@example.org">d</a><a href="http://">e</a><a href="//bo.example/">f</a>',
    )
    expect(readLinks(parsePage(html), URL_OF_PAGE)).toEqual(['https://ada.example/a', 'https://bo.example/'])
  })

  test('[COL-47] the language of the text itself', () => {
    expect(detectLanguage(SENTENCES.join(' '))).toBe('en')
    expect(detectLanguage('Da die Anerkennung der angeborenen Würde die Grundlage der Freiheit bildet')).toBe(
      'de',
    )
    const vietnamese = 'Việc thừa nhận nhân phẩm vốn có và các quyền bình đẳng'
    expect(detectLanguage(vietnamese.normalize('NFD'))).toBe('vi')
    expect(detectLanguage('ok')).toBe(undefined)
  })
})

test('[COL-43] what is parsed of a dense page is bounded, however it is dense; an ordinary page comes back as it is', () => {
  const dense = [
    '<a href="/x">w w</a> '.repeat(29_000),
    `${'<div>'.repeat(100)}a, b${'</div>'.repeat(100)}`.repeat(150),
    '<p>word word, word.</p>'.repeat(30_000),
    '&amp;'.repeat(200_000),
    '<!-- x -->'.repeat(100_000),
    '<b '.repeat(100_000),
  ]
  for (const html of dense) {
    const bounded = boundHtml(html)
    expect(bounded.match(/<\/?[a-z]+(?=[\s/>])/g)?.length ?? 0).toBeLessThanOrEqual(MOST_TAGS)
    expect(bounded.match(/[<&]/g)?.length ?? 0).toBeLessThanOrEqual(MOST_MARKS)
  }
  const ordinary = `<article>${'<p>One <b>sentence</b> of it.</p>'.repeat(500)}</article>`
  expect(boundHtml(ordinary)).toBe(ordinary)
})
