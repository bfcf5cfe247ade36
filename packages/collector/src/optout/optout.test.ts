import { describe, expect, test } from 'vitest'
import { collect, type Decision, decide, licensesOf } from '../index.ts'

const URL_OF_PAGE = 'https://ada.example/news/tides'
const AGENT = 'RowrightBot'
const PROSE = Array.from(
  { length: 8 },
  (_, at) =>
    `<p>Ada measured the tide at the harbor for the ${at}th time, and wrote its height in a book.</p>`,
).join('')

const ask = (robots: string, more: object = {}, url = URL_OF_PAGE) =>
  decide({ url, agent: AGENT, robots: { status: 200, body: robots }, ...more })
const get = ({ headers = {}, head = '', body = PROSE, status = 200, ...more }: Reply = {}) =>
  collect({
    url: URL_OF_PAGE,
    agent: AGENT,
    status,
    headers: Object.entries({ 'Content-Type': 'text/html; charset=utf-8', ...headers }),
    body: new TextEncoder().encode(
      `<html><head><title>Tides</title>${head}</head><body>${body}</body></html>`,
    ),
    ...more,
  })

interface Reply {
  headers?: Record<string, string>
  head?: string
  body?: string
  status?: number
  rsl?: { url: string; xml?: string }[]
}

/** The signals that refuse. */
const refusals = ({ evidence }: Decision) =>
  evidence.filter(({ stance }) => stance === 'refuses').map(({ signal }) => signal)

describe('before the fetch', () => {
  test('[COL-10] a site that says nothing permits', () => {
    expect(ask('').allowed).toBe(true)
    expect(decide({ url: URL_OF_PAGE, agent: AGENT, robots: { status: 404 } }).allowed).toBe(true)
    expect(decide({ url: URL_OF_PAGE, agent: AGENT, robots: { status: 503 } }).allowed).toBe(false)
  })

  const refusing: [signal: string, robots: string, more?: object][] = [
    ['robots', 'User-agent: *\nDisallow: /news'],
    ['ai-agent', 'User-agent: GPTBot\nDisallow: /'],
    ['ai-agent', 'User-agent: AI2Bot\nUser-agent: CCBot\nDisallow: /news'],
    ['ai-agent', 'User-agent: meta-externalagent/1.1\nDisallow: /'],
    ['content-signal', 'User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /'],
    ['content-signal', 'Content-Signal: ai-input=no'],
    ['content-signal', 'User-agent: *\nContent-Signal: use=reference'],
    ['content-usage', 'User-agent: *\nContent-Usage: train-ai=n'],
    ['content-usage', 'User-agent: *\nContent-Usage: /news train-ai=n, search=y'],
    ['tdmrep', '', { tdmrep: '[{"location": "/news/*", "tdm-reservation": 1}]' }],
    ['ai-txt', '', { aiTxt: 'User-Agent: *\nDisallow: *.txt' }],
    ['ai-txt', '', { aiTxt: 'User-Agent: *\nDisallow: /' }],
    ['rsl', 'License: https://ada.example/license.xml'],
  ]
  test.each(refusing)('[COL-11] %s refuses: %s', (signal, robots, more) => {
    const decision = ask(robots, more)
    expect(decision.allowed).toBe(false)
    expect(refusals(decision)).toContain(signal)
  })

  test.each([
    ['User-agent: GPTBot\nDisallow: /private'],
    ['User-agent: SeoBot\nDisallow: /'],
    ['User-agent: *\nContent-Signal: ai-train=yes, search=no'],
    ['User-agent: *\nContent-Usage: /shop train-ai=n'],
    ['User-agent: SeoBot\nContent-Usage: train-ai=n'],
  ])('[COL-11] not about us, or not no: %s', (robots) => {
    expect(refusals(ask(robots))).toEqual([])
  })

  test('[COL-11] a tdmrep entry for another path, zero, and a malformed file do not refuse', () => {
    for (const tdmrep of [
      '[{"location":"/shop/*","tdm-reservation":1}]',
      '[{"location":"/","tdm-reservation":0}]',
      '{{',
      '7',
    ])
      expect(ask('', { tdmrep }).allowed, tdmrep).toBe(true)
    expect(ask('', { tdmrep: '{{' }).evidence.at(-1)).toMatchObject({ signal: 'tdmrep', stance: 'unclear' })
  })

  test('[COL-12] the most restrictive wins, and every voice is on record with place and words', () => {
    const decision = ask(
      'User-agent: *\nAllow: /\nContent-Signal: ai-train=yes\n\nUser-agent: CCBot\nDisallow: /',
    )
    expect(decision.allowed).toBe(false)
    expect(decision.evidence).toContainEqual({
      signal: 'ai-agent',
      stance: 'refuses',
      where: 'robots.txt line 6',
      text: 'Disallow: /',
      reason: 'robots.txt turns ccbot away here, which collects for AI as we do.',
      said: { key: 'robotsRefusesAi', with: ['ccbot'] },
    })
    expect(decision.evidence.filter(({ stance }) => stance === 'permits')).toHaveLength(2)
  })

  test('[COL-13] addresses that are no plain web page', () => {
    for (const url of [
      'ftp://ada.example/',
      'https://bo:pw@ada.example/',
      'https://ada.example:8443/',
      'tides',
      'file:///etc/passwd',
    ])
      expect(refusals(ask('', {}, url)), url).toEqual(['url'])
  })

  describe('RSL', () => {
    const license = 'https://ada.example/license.xml'
    const rsl = (inner: string, url = '/') => ({
      rsl: [
        {
          url: license,
          xml: `<rsl xmlns="https://rslstandard.org/rsl"><content url="${url}"><license>${inner}</license></content></rsl>`,
        },
      ],
    })
    const robots = `License: ${license}`
    test('[COL-14] prohibited, not permitted, to be paid, unreadable: refuses', () => {
      expect(licensesOf({ status: 200, body: robots })).toEqual([license])
      for (const inner of [
        '<prohibits type="usage">ai-train</prohibits>',
        '<permits type="usage">search</permits>',
        '<payment type="crawl"/>',
      ])
        expect(refusals(ask(robots, rsl(inner))), inner).toEqual(['rsl'])
      expect(refusals(ask(robots, { rsl: [{ url: license, xml: 'no xml' }] }))).toEqual(['rsl'])
    })
    test('[COL-14] permitted for free, or about other pages: does not', () => {
      const free = '<permits type="usage">ai-all</permits><payment type="free"/>'
      expect(ask(robots, rsl(free)).allowed).toBe(true)
      expect(ask(robots, rsl('<prohibits type="usage">all</prohibits>', '/shop/*')).allowed).toBe(true)
      expect(ask(robots, rsl('<prohibits type="usage">all</prohibits>', 'https://bo.example/')).allowed).toBe(
        true,
      )
    })
  })
})

describe('after the fetch', () => {
  test('[COL-15] a page that says nothing is a document without personal data', () => {
    const collected = get({
      body: `${PROSE}<p>Write to ada@example.org or call +44 20 7946 0958, she answers every letter.</p>
        <a href="/a">a</a><a href="/unsubscribe?to=ada%40example.org">b</a>`,
    })
    expect(collected.kind).toBe('document')
    if (collected.kind !== 'document') return
    const { document } = collected
    expect(document).toMatchObject({ title: 'Tides', language: 'en', personalData: { email: 1, phone: 1 } })
    expect(document.links).toEqual(['https://ada.example/a'])
    expect(JSON.stringify(document)).not.toMatch(/ada@|7946 0958|%40/)
  })

  const refusing: [signal: string, reply: Reply][] = [
    ['x-robots-tag', { headers: { 'X-Robots-Tag': 'noai, noimageai' } }],
    ['x-robots-tag', { headers: { 'x-robots-tag': 'otherbot: index, gptbot: noindex' } }],
    ['x-robots-tag', { headers: { 'x-robots-tag': 'rowrightbot: noarchive' } }],
    ['x-robots-tag', { headers: { 'x-robots-tag': 'unavailable_after: 1 Jan 2030, none' } }],
    ['content-usage', { headers: { 'Content-Usage': 'train-ai=n' } }],
    ['content-signal', { headers: { 'Content-Signal': 'ai-train=no' } }],
    ['tdmrep', { headers: { 'TDM-Reservation': '1' } }],
    ['cache-control', { headers: { 'Cache-Control': 'max-age=0, private' } }],
    [
      'rsl',
      {
        headers: {
          Link: '<https://bo.example/>; rel="next", </l.xml>; rel="license"; type="application/rsl+xml"',
        },
      },
    ],
    ['rsl', { head: '<link rel="license" type="application/rsl+xml" href="/l.xml">' }],
    ['meta-robots', { head: '<meta name="robots" content="index, noai">' }],
    ['meta-robots', { head: '<META NAME="GPTBot" CONTENT="NoIndex">' }],
    ['meta-robots', { head: '<meta name="rowrightbot" content="noml">' }],
    ['tdmrep', { head: '<meta name="tdm-reservation" content="1">' }],
    [
      'paywall',
      {
        head: '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
      },
    ],
    ['paywall', { head: '<meta property="article:content_tier" content="metered">' }],
    ['paywall', { status: 402 }],
    ['login', { status: 401 }],
    ['login', { status: 403 }],
    ['login', { body: '<form><p>Sign in to read on</p><input type="password"></form>' }],
    ['status', { status: 404 }],
    ['content', { headers: { 'Content-Type': 'application/pdf' } }],
    ['content', { body: '<nav></nav>' }],
  ]
  test.each(refusing)('[COL-16] %s refuses: %o', (signal, reply) => {
    const collected = get(reply)
    expect(collected.kind).toBe('refusal')
    expect(refusals(collected.decision)).toContain(signal)
    expect(JSON.stringify(collected)).not.toContain('measured the tide')
  })

  test.each<Reply>([
    { headers: { 'x-robots-tag': 'otherbot: noindex' } },
    { headers: { 'X-Robots-Tag': 'max-snippet: 50' } },
    { headers: { 'Cache-Control': 'public, max-age=60' } },
    { head: '<meta name="googlebot-news" content="noindex">' },
    { head: '<meta name="tdm-reservation" content="0">' },
    { body: `${PROSE.repeat(4)}<form><input type="password"></form>` },
  ])('[COL-16] not about us, or not no: %o', (reply) => {
    expect(get(reply).kind).toBe('document')
  })

  test('[COL-14] a license that was not read is asked for', () => {
    const head = '<link rel="license" type="application/rsl+xml" href="/l.xml">'
    const refused = get({ head })
    expect(refused).toMatchObject({ kind: 'refusal', licenses: ['https://ada.example/l.xml'] })
    const xml = '<rsl><content url="/"><license><payment type="free"/></license></content></rsl>'
    expect(get({ head, rsl: [{ url: 'https://ada.example/l.xml', xml }] }).kind).toBe('document')
  })

  test('[COL-17] a document and its decision are the same every time', () => {
    expect(get()).toEqual(get())
  })

  test('[COL-18] hostile voices end', () => {
    const long = 'noindexx,'.repeat(200_000)
    expect(get({ headers: { 'x-robots-tag': long } }).kind).toBe('document')
    expect(get({ headers: { link: '<'.repeat(100_000) } }).kind).toBe('document')
    expect(ask(`Content-Signal: ${'a=b,'.repeat(10_000)}`).allowed).toBe(true)
    expect(ask('', { tdmrep: '['.repeat(100_000) }).allowed).toBe(true)
    const xml = `<rsl>${'<content url="/">'.repeat(20_000)}`
    expect(
      ask('License: https://ada.example/l.xml', { rsl: [{ url: 'https://ada.example/l.xml', xml }] }).allowed,
    ).toBe(true)
  })
})
