import { expect, test } from 'vitest'
import en from './en.json' with { type: 'json' }
import { inEnglish, quoted, render, sentence, wordsOf } from './sentence.ts'
import zhHant from './zh-Hant.json' with { type: 'json' }

test('[COL-19] a sentence is said in the reader’s language, with its values as they are', () => {
  const said = [
    sentence('notAPage', 404),
    sentence('signalSays', 'content-signal', 'use', '$1 is no place, $$ is no sign'),
  ]
  expect(inEnglish(said)).toBe(
    'The server answers 404, not a page. content-signal says use=$1 is no place, $$ is no sign.',
  )
  expect(render(said[0]!, wordsOf(zhHant))).toBe('伺服器回應 404，不是網頁。')
  expect(render(said, wordsOf(zhHant))).toContain('content-signal 寫著 use=$1 is no place, $$ is no sign。')
  const inside = sentence(
    'directiveSays',
    [sentence('atLine', 'robots.txt', 2), sentence('atLine', 'ai.txt', 3)],
    'noai',
  )
  expect(inEnglish(inside)).toBe('robots.txt line 2, ai.txt line 3 says noai.')
})

test('[COL-19] what has no words in a language stays as it was written', () => {
  expect(inEnglish(quoted('The lease is expired.', 'collect/lease-over'))).toBe('The lease is expired.')
  expect(inEnglish({ key: 'ofALaterVersion', with: ['3'] })).toBe('ofALaterVersion')
  expect(render(quoted('Kept.', 'toString'), wordsOf(en))).toBe('Kept.')
})
