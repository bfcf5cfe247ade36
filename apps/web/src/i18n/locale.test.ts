import { describe, expect, it } from 'vitest'
import { pickLocale } from './locale.ts'

describe('pickLocale', () => {
  it('takes the reader’s own choice before the browser’s', () => {
    expect(pickLocale('zh-Hant', 'en-US')).toBe('zh-Hant')
    expect(pickLocale('en', 'zh-TW')).toBe('en')
  })

  it('takes the first language we speak, by quality', () => {
    expect(pickLocale(undefined, 'de,zh-TW;q=0.8,en;q=0.9')).toBe('en')
    expect(pickLocale(undefined, 'fr;q=0.9, zh-HK, en;q=0.5')).toBe('zh-Hant')
    expect(pickLocale(undefined, 'zh;q=0, en;q=0.1')).toBe('en')
  })

  it('falls back to English', () => {
    expect(pickLocale(undefined, null)).toBe('en')
    expect(pickLocale('klingon', 'tlh')).toBe('en')
  })
})
