import { describe, expect, it } from 'vitest'
import { readAddresses } from './addresses.ts'

const news = { hosts: ['news.example'], anyPublicSite: false }

describe('reading addresses', () => {
  it('takes one a line, with blanks around', () => {
    const text = ' https://news.example/a\n\nhttp://NEWS.example/b \n'
    expect(readAddresses(text, news, 2)).toEqual({
      urls: ['https://news.example/a', 'http://NEWS.example/b'],
      fault: null,
      strange: '',
    })
  })

  it.each([
    ['news.example/a', 'address'],
    ['ftp://news.example/a', 'address'],
    ['https://news.example:8080/a', 'address'],
    ['https://ada:secret@news.example/a', 'address'],
    ['https://other.example/a', 'foreign'],
  ] as const)('names %s as what it cannot take', (line, fault) => {
    const { fault: found, strange } = readAddresses(`https://news.example/a ${line}`, news, 10)
    expect([found, strange]).toEqual([fault, line])
  })

  it('takes other hosts where any public site is taken, and no more than fit', () => {
    const any = { ...news, anyPublicSite: true }
    expect(readAddresses('https://other.example/a', any, 1).fault).toBeNull()
    expect(readAddresses('https://a.example/ https://b.example/', any, 1).fault).toBe('many')
  })
})
