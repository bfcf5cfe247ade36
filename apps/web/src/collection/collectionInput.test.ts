import { describe, expect, it } from 'vitest'
import { type CollectionInput, emptyCollection, readCollection } from './collectionInput.ts'

const news: CollectionInput = { ...emptyCollection, name: ' News ', hosts: 'news.example' }
const faultsOf = (input: Partial<CollectionInput>) =>
  [...readCollection({ ...news, ...input }, 6).faults].sort()

describe('reading the form of a collection', () => {
  it('turns texts into base units, bytes, ppm and seconds', () => {
    const { faults, collection } = readCollection(
      { ...news, tags: 'floods， rivers,floods, ', again: 'week', megabytes: '0.5', sharePercent: '12.5' },
      6,
    )
    expect([...faults]).toEqual([])
    expect(collection).toEqual({
      name: 'News',
      hosts: [{ name: 'news.example', delaySeconds: 5 }],
      anyPublicSite: false,
      tags: ['floods', 'rivers'],
      pay: '2000',
      documents: 1_000,
      maxBytes: 500_000,
      sourceSharePpm: 125_000,
      refreshSeconds: 604_800,
    })
    expect(readCollection(news, 6).collection).not.toHaveProperty('refreshSeconds')
  })

  it('takes hosts from addresses as people paste them, each once', () => {
    const hosts = 'https://News.example/a?b#c\nnews.example/sitemap.xml, münchen.example'
    const { collection } = readCollection({ ...news, hosts }, 6)
    expect(collection.hosts.map(({ name }) => name)).toEqual(['news.example', 'xn--mnchen-3ya.example'])
  })

  it.each([
    'localhost',
    '10.0.0.7',
    'http://news.example:8080/',
    'ftp://news.example',
    'https://ada@news.example',
  ])('takes no host from %s, and says which line it is', (line) => {
    const { faults, strange } = readCollection({ ...news, hosts: `news.example\n${line}` }, 6)
    expect([[...faults], strange]).toEqual([['host'], line])
  })

  it('names every fault at once', () => {
    expect(
      faultsOf({
        name: ' ',
        hosts: '',
        price: '0',
        documents: '0',
        delaySeconds: '4',
        megabytes: '11',
        sharePercent: '101',
      }),
    ).toEqual(['delay', 'documents', 'name', 'noHosts', 'price', 'share', 'size'])
    expect(faultsOf({ hosts: '', anyPublicSite: true })).toEqual([])
    expect(faultsOf({ delaySeconds: '5.5', documents: '500001', price: '0.0000001' })).toEqual([
      'delay',
      'documents',
      'price',
    ])
    expect(faultsOf({ hosts: Array.from({ length: 101 }, (_, n) => `h${n}.example`).join(' ') })).toEqual([
      'manyHosts',
    ])
    expect(faultsOf({ tags: 'a'.repeat(61) })).toEqual(['tags'])
  })
})
