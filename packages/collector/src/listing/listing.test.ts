import { expect, test } from 'vitest'
import { type Listing, readListing } from './readListing.ts'

const AT = 'https://news.example/sitemap.xml'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (text: string, url = AT, contentType = 'application/xml') =>
  readListing({ url, bytes: bytesOf(text), contentType })
const addresses = (listing: Listing) => ('pages' in listing ? listing.pages.map(({ url }) => url) : [])
const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'

test('[COL-70] a sitemap names pages with their dates, whatever its prefix; pictures are no pages', () => {
  const listing = read(`<?xml version="1.0" encoding="UTF-8"?>
<sm:urlset xmlns:sm="${SITEMAP}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
  <sm:url><image:image><image:loc>https://news.example/a.png</image:loc></image:image>
    <sm:loc> https://news.example/a?x=1&amp;y=2#top </sm:loc><sm:lastmod>2026-11-02T10:00:00+08:00</sm:lastmod>
    <news:news><news:title>A</news:title><news:keywords>river, Flood</news:keywords></news:news></sm:url>
  <sm:url><sm:loc><![CDATA[https://news.example/b]]></sm:loc><sm:lastmod>2026-11</sm:lastmod></sm:url>
  <sm:url><sm:loc>/c</sm:loc><sm:lastmod>yesterday</sm:lastmod></sm:url>
  <sm:url><sm:lastmod>2026-11-01</sm:lastmod></sm:url>
</sm:urlset>`)
  expect(listing).toEqual({
    kind: 'sitemap',
    whole: true,
    pages: [
      {
        url: 'https://news.example/a?x=1&y=2',
        modifiedAt: '2026-11-02T02:00:00.000Z',
        tags: ['river', 'Flood'],
      },
      { url: 'https://news.example/b', modifiedAt: '2026-11-01T00:00:00.000Z', tags: [] },
      { url: 'https://news.example/c', tags: [] },
    ],
  })
})

test('[COL-70] an index names sitemaps, robots.txt too, and a text file is a sitemap', () => {
  expect(
    read(`<sitemapindex xmlns="${SITEMAP}"><sitemap><loc>https://news.example/1.xml.gz</loc>
      <lastmod>2026-11-02</lastmod></sitemap><sitemap><loc>https://news.example/2.xml</loc></sitemap></sitemapindex>`),
  ).toMatchObject({
    kind: 'index',
    sitemaps: [
      { url: 'https://news.example/1.xml.gz', modifiedAt: '2026-11-02T00:00:00.000Z' },
      { url: 'https://news.example/2.xml' },
    ],
  })
  const robots = 'User-agent: *\nDisallow: /x\nSitemap: https://news.example/1.xml\nsitemap: /2.xml\n'
  expect(read(robots, 'https://news.example/robots.txt', 'text/plain')).toMatchObject({
    kind: 'robots',
    sitemaps: [{ url: 'https://news.example/1.xml' }, { url: 'https://news.example/2.xml' }],
  })
  const text = 'https://news.example/a\r\nhttps://news.example/b\nnonsense\n'
  expect(addresses(read(text, 'https://news.example/list.txt', 'text/plain'))).toEqual([
    'https://news.example/a',
    'https://news.example/b',
  ])
})

test('[COL-71] feeds name pages with dates and tags: RSS 2.0 and 1.0, Atom, JSON Feed', () => {
  const rss =
    read(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://news.example/</link>
    <atom:link rel="self" href="https://news.example/feed"/>
    <item><title>&lt;b&gt;</title><link><![CDATA[https://news.example/a]]></link><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate>
      <category>River</category><category domain="x">Flood</category></item>
    <item><guid>https://news.example/b</guid></item><item><guid isPermaLink="false">tag:1</guid></item></channel></rss>`)
  expect(rss).toEqual({
    kind: 'feed',
    whole: true,
    pages: [
      { url: 'https://news.example/a', modifiedAt: '2026-11-02T10:00:00.000Z', tags: ['River', 'Flood'] },
      { url: 'https://news.example/b', tags: [] },
    ],
  })
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>
    <item rdf:about="x"><link>https://news.example/old</link></item></rdf:RDF>`
  expect(addresses(read(rdf))).toEqual(['https://news.example/old'])
  const atom = read(`<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://news.example/"/>
    <entry><link rel="edit" href="/edit"/><link rel="alternate" type="text/html" href="/a"/><updated>2026-11-02T10:00:00Z</updated>
      <category term="river" label="The river"/><content type="xhtml"><div><a href="/not">no</a><link href="/nor-this"/></div></content></entry>
    <entry><link href="/b"/><published>2026-11-01T00:00:00Z</published></entry></feed>`)
  expect(atom).toEqual({
    kind: 'feed',
    whole: true,
    pages: [
      { url: 'https://news.example/a', modifiedAt: '2026-11-02T10:00:00.000Z', tags: ['river', 'The river'] },
      { url: 'https://news.example/b', modifiedAt: '2026-11-01T00:00:00.000Z', tags: [] },
    ],
  })
  const json = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    items: [{ url: '/a', date_published: '2026-11-02T10:00:00Z', tags: ['river', 7] }, { id: 'b' }, null],
  })
  expect(read(json, AT, 'application/feed+json')).toMatchObject({
    kind: 'feed',
    pages: [{ url: 'https://news.example/a', modifiedAt: '2026-11-02T10:00:00.000Z', tags: ['river'] }],
  })
})

test('[COL-72] what is no listing says what it is instead', () => {
  expect(read('<!doctype html><html><head></head></html>', AT, 'text/html')).toEqual({
    kind: 'none',
    why: 'page',
  })
  for (const text of [
    '',
    'hello',
    '{"a":1}',
    '{',
    '<svg><loc>https://a.example/</loc></svg>',
    '<<<<',
    '\u0000\u0001',
  ])
    expect(read(text), text).toEqual({ kind: 'none', why: 'unknown' })
})

test('[COL-73] the encoding is the mark’s, the header’s, the declaration’s; a wrong one is not believed', () => {
  const page = (name: string) => `<urlset><url><loc>https://news.example/${name}</loc></url></urlset>`
  const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${page('é')}`, 'utf16le')
  const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${page('é')}`, 'latin1')
  const big5 = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="big5"?><urlset><url><loc>https://news.example/'),
    Buffer.from([0xa4, 0xa4]),
    Buffer.from('</loc></url></urlset>'),
  ])
  const lying = Buffer.from(page('é'), 'latin1')
  const all = [
    readListing({ url: AT, bytes: utf16 }),
    readListing({ url: AT, bytes: latin }),
    readListing({ url: AT, bytes: big5 }),
    readListing({ url: AT, bytes: lying }),
    readListing({ url: AT, bytes: bytesOf(page('é')), contentType: 'text/xml; charset=no-such-thing' }),
  ]
  expect(all.map((one) => decodeURI(addresses(one)[0]!))).toEqual(
    ['é', 'é', '中', 'é', 'é'].map((name) => `https://news.example/${name}`),
  )
})

test('[COL-74] entities of a DTD stay as they are written: a bomb is a handful of letters', () => {
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const bomb = `<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "lol">${levels}<!ENTITY file SYSTEM "file:///etc/passwd">]>
    <urlset><url><loc>https://news.example/&l9;</loc></url><url><loc>https://news.example/&file;</loc></url></urlset>`
  const began = process.cpuUsage()
  expect(addresses(read(bomb))).toEqual(['https://news.example/&l9;', 'https://news.example/&file;'])
  expect(process.cpuUsage(began).user, 'µs of the processor').toBeLessThan(2_000_000)
})

test('[COL-75] hostile documents end, bounded', () => {
  const urls = (count: number) =>
    `<urlset>${Array.from({ length: count }, (_, n) => `<url><loc>https://news.example/${n}</loc></url>`).join('')}`
  const many = read(urls(50_001))
  expect(many).toMatchObject({ kind: 'sitemap', whole: false })
  expect(addresses(many).length).toBe(50_000)
  // What was cut in the middle counts as far as it goes.
  expect(addresses(read(`${urls(3)}<url><loc>https://news.exa`))).toHaveLength(3)
  expect(addresses(read(`<urlset>${'<a>'.repeat(2_000_000)}`))).toEqual([])
  expect(
    addresses(read(`<urlset><url ${'a="b" '.repeat(1_000_000)}><loc>/a</loc></url></urlset>`)),
  ).toHaveLength(1)
  expect(addresses(read(`<urlset><url>${'<loc>/a</loc>'.repeat(500_000)}</url></urlset>`))).toHaveLength(1)
  expect(
    addresses(read(`<urlset><url><loc>https://news.example/${'a'.repeat(10_000_000)}</loc></url></urlset>`)),
  ).toEqual([])
  expect(read(`{${'"a":['.repeat(500_000)}`)).toEqual({ kind: 'none', why: 'unknown' })
})
