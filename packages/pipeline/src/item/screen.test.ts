import { expect, test } from 'vitest'
import { isSensitive, screen } from './screen.ts'

const found = (payload: Record<string, unknown>) =>
  screen(payload).map(({ rule, kind, field, count }) => `${rule} ${kind} ${field} ${count}`)
const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(33)
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes.toString('base64')
}
const jpeg = (width: number, height: number) =>
  Buffer.from([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8],
    ...[height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
  ]).toString('base64')

test('[ITM-5] personal data is found wherever in the payload it stands, and never repeated', () => {
  const payload = {
    text: 'Write to ada@example.org or bo@example.org',
    pages: [{ note: 'none' }, { note: 'card 4111 1111 1111 1111' }],
  }
  expect(found(payload)).toEqual(['personal-data email text 2', 'personal-data card pages.1.note 1'])
  expect(JSON.stringify(screen(payload))).not.toMatch(/ada|4111/)
})

test('[ITM-5] ordinary texts, names, numbers and pictures pass', () => {
  for (const text of [
    'All human beings are born free and equal in dignity and rights.',
    '人人生而自由，在尊嚴和權利上一律平等。',
    'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।',
    'mnist-1024 cost 12.50 on 2024-05-06 at 10:30',
    'Children have the right to education. Sex is no ground for discrimination in any of the rights of this declaration.',
  ])
    expect(found({ text }), text).toEqual([])
  expect(found({ image: `data:image/png;base64,${png(28, 28)}` })).toEqual([])
  expect(found({ image: `data:image/jpeg;base64,${jpeg(640, 480)}` })).toEqual([])
})

test('[ITM-5] a picture is of the type it says, and of a size that can be shown', () => {
  const image = (dataUrl: string) => found({ image: dataUrl })
  expect(image(`data:image/png;base64,${jpeg(9, 9)}`)).toEqual(['picture type image 1'])
  expect(image(`data:image/png;base64,${Buffer.from('<svg onload="x()"/>').toString('base64')}`)).toEqual([
    'picture type image 1',
  ])
  expect(image('data:image/svg+xml;base64,PHN2Zy8+')).toEqual(['picture type image 1'])
  expect(image('data:text/html,<p>')).toEqual(['picture type image 1'])
  expect(image(`data:image/png;base64,${png(60_000, 60_000)}`)).toEqual(['picture size image 1'])
  expect(image(`data:image/png;base64,${png(0, 5)}`)).toEqual(['picture size image 1'])
  expect(image(`data:image/jpeg;base64,${jpeg(65_000, 65_000)}`)).toEqual(['picture size image 1'])
  expect(image('data:image/jpeg;base64,/9j/')).toEqual(['picture size image 1'])
})

test('[ITM-5] unsafe content: hidden direction, active content, a virus, children beside sexual words', () => {
  const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
  expect(found({ text: 'if (isAdmin\u202e) {' })).toEqual(['unsafe hidden-direction text 1'])
  expect(found({ html: '<ScRipt src=x>' })).toEqual(['unsafe active-content html 1'])
  expect(found({ text: EICAR })).toEqual(['unsafe malware text 1'])
  expect(found({ text: 'explicit pictures of a child' })).toEqual(['unsafe children text 1'])
})

test('[ITM-6] what opens accounts and doors, and what is unsafe, is for a steward', () => {
  const sensitive = (text: string) => isSensitive(screen({ text }))
  expect(sensitive('ada@example.org')).toBe(false)
  expect(sensitive('192.168.10.1')).toBe(false)
  expect(sensitive('ada@example.org 4111 1111 1111 1111')).toBe(true)
  expect(sensitive('GB82 WEST 1234 5698 7654 32')).toBe(true)
  expect(sensitive('<script>')).toBe(true)
})
