import { describe, expect, test } from 'vitest'
import { countPersonalData, findPersonalData, redactPersonalData } from '../index.ts'

const kinds = (text: string) => findPersonalData(text).map(({ kind }) => kind)

describe('what is personal', () => {
  const cases: [text: string, kind: string][] = [
    ['Write to ada.lovelace+data@mail.example.co.uk.', 'email'],
    ['Bo: bo [at] example [dot] org', 'email'],
    ['用戶 小明@例子.公司 來信', 'email'],
    ['Call +44 20 7946 0958 today', 'phone'],
    ['+886 2 2345 6789', 'phone'],
    ['(415) 555-2671 ext. 12', 'phone'],
    ['Reception 01.84.17.61.18', 'phone'],
    ['Phone: 467 3395', 'phone'],
    ['電話：2345 6789', 'phone'],
    ['416 60 039 office', 'phone'],
    ['GB82 WEST 1234 5698 7654 32', 'iban'],
    ['de89370400440532013000', 'iban'],
    ['4111 1111 1111 1111', 'card'],
    ['378282246310005', 'card'],
    ['my card 4222222222222', 'card'],
    ['from 86.121.97.248 again', 'ip'],
    ['via 2a00:1450:4009:81f::200e', 'ip'],
    ['SSN 078-05-1120', 'national-id'],
    ['social security number 078051120', 'national-id'],
    ['NINO AB 12 34 56 C', 'national-id'],
    ['DNI 12345678Z', 'national-id'],
    ['身分證 A123456789', 'national-id'],
    ['身份证 11010519491231002X', 'national-id'],
    ['CPF 529.982.247-25', 'national-id'],
    ['personnummer 811228-9874', 'national-id'],
    ['HETU 131052-308T', 'national-id'],
    [
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
      'seed-phrase',
    ],
    [
      '1. legal 2. winner 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal 10. winner 11. thank 12. yellow',
      'seed-phrase',
    ],
    ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----', 'secret-key'],
    ['WIF 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', 'secret-key'],
    [`private key: 0x${'4f'.repeat(32)}`, 'secret-key'],
    ['AKIAIOSFODNN7EXAMPLE', 'secret-key'],
    ['Τηλ. 210 184 0110', 'phone'],
    ['тел.: 8 812 764 22 10', 'phone'],
    ['هاتف: ٠٥٠١٢٣٤٥٦٧', 'phone'],
    ['फ़ोन: ९८१२३४५६७०', 'phone'],
    ['トップ 携帯 ０９０-１２３４-５６７８', 'phone'],
    ['Puhelin 0124158683', 'phone'],
    ['Telefon 05485/87840057', 'phone'],
    ['ring (02124) 15868 344', 'phone'],
    ['or (08).7104.6563', 'phone'],
    ['or +(370) 82883607', 'phone'],
    ['联系 小明 13812345678', 'phone'],
    ['IBAN MA64011519000001205000534921', 'iban'],
    ['卡號4111111111111111', 'card'],
    ['Tarjeta 563962172323', 'card'],
    ['maestro card 6759649826438453', 'card'],
    ['2200 1234 5678 9019', 'card'],
    ['NINO ZZ 18 51 82 T', 'national-id'],
    ['CPF 52998224725', 'national-id'],
    ['henkilötunnus 131052A308T', 'national-id'],
    ['tax file number is 123 456 782', 'national-id'],
    ['TC Kimlik No: 10000000146', 'national-id'],
    ['AHV 756.9217.0769.85', 'national-id'],
    ['und 756.9217.0769.85', 'national-id'],
    ['og 15108695088', 'national-id'],
    ['en 85.07.30-033 28', 'national-id'],
    ['un 161175-19997', 'national-id'],
    ['a 710319/2745', 'national-id'],
    ['y 12.531.909-2', 'national-id'],
    ['and S1234567D', 'national-id'],
    ['to ::ffff:86.121.97.248', 'ip'],
    ['[2a00:1450:4009:81f::200e]:443', 'ip'],
  ]
  test.each(cases)('[COL-20] %s is %s', (text, kind) => {
    expect(kinds(text)).toEqual([kind])
  })

  const harmless = [
    'On 2018-01-14 03:07:43 the 1999-2004 series began, on 14.01.2018 and 01/02/2019.',
    'ISBN 978-3-16-148410-0 costs $1,234,567.89, up 12.5 % from 1.234.567.',
    'Version 4.0.1.2 of the firmware; section 1.2.3.4; localhost is 127.0.0.1.',
    'They won 3-2, 21-19 and 108-97 in front of 80,000 people at 6750 Koskikatu 25.',
    'My card 4111 1111 1111 1112 has a wrong last digit; GB82 WEST 1234 5698 7654 33 too.',
    'logo@2x.png, @ada on the network, 5 @ 3 dollars, std::vector::size',
    'The hash is 0x4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f.',
    "My driver's license number is 2270-66-1551.",
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon',
    'SSN 000-12-3456, 666-12-3456, 123-00-4567 and 123-45-0000 are never given.',
    'Order 20261126123456 shipped 12 34 56 units in 1024 768 pixels.',
    'The router is 192.168.1.1, the pod 10.4.5.6, the mask 172.16.0.0/12, the group 224.0.0.251.',
    'pip install foo==4.0.1.2, Server: openresty/1.9.7.1, openjdk version "17.0.4.1"',
    'Part no. 622-402-6517, lot 003218/6965, SKU PAN-147-2147, item 4111111111111111, 订单号：4111111111111111',
    'ISBN-10: 0014380540, EAN 4006381333931, tracking 6207578070749539',
    'Her license is U4111111111111111 and the box is 36196 92731 421310.',
    'He lives at 03262 2437 Main Street.',
    'The totals are 6759649826438453 and 756.9217.0769.86, 15108695089 and 710319/2746.',
    'She went sin 123456789 with the RFC 1738 on an HP 9000/715.',
    'سنة ١٩٩٩-٢٠٠٤ ราคา ๑๒๓๔๕๖๗ บาท',
  ]
  test.each(harmless)('[COL-22] nothing in: %s', (text) => {
    expect(findPersonalData(text)).toEqual([])
  })
})

describe('what is reported', () => {
  const letter =
    'Ada (ada@example.org, +44 20 7946 0958) paid with 4111 1111 1111 1111 from GB82WEST12345698765432.'

  test('[COL-21] counts by kind, and a text without the values', () => {
    const { text, counts } = redactPersonalData(letter)
    expect(text).toBe('Ada ([email], [phone]) paid with [card] from [iban].')
    expect(counts).toEqual({ email: 1, phone: 1, iban: 1, card: 1 })
    expect(JSON.stringify(findPersonalData(letter))).not.toContain('ada')
    expect(countPersonalData('Nothing here.')).toEqual({})
  })

  test('[COL-23] findings are ordered, disjoint, and gone once redacted', () => {
    const pieces = [
      'ada@example.org',
      '+44 20 7946 0958',
      '4111111111111111',
      ' 12 ',
      '86.121.97.248',
      ' a ',
      '-',
      '. ',
    ]
    let seed = 7
    for (let round = 0; round < 400; round++) {
      const text = Array.from({ length: 8 }, () => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
        return pieces[(seed >>> 16) % pieces.length]
      }).join(round % 2 ? ' ' : '')
      const found = findPersonalData(text)
      for (const [at, { start, end }] of found.entries()) {
        expect(start, text).toBeLessThan(end)
        if (at > 0) expect(start, text).toBeGreaterThanOrEqual(found[at - 1]!.end)
      }
      const once = redactPersonalData(text).text
      expect(redactPersonalData(once).text, text).toBe(once)
    }
  })
})

test.each([
  'a',
  '1',
  '@',
  ' ',
  '1 ',
  '0 ',
  '(',
  '+1',
  'a@',
  ':',
  '1.',
  'abandon ',
  '٠',
  'CPF 1',
  'IBAN ',
  'A1 ',
  '卡1 ',
  '-----BEGIN PRIVATE KEY-----',
])('[COL-24] half a megabyte of "%s" ends', (piece) => {
  const text = piece.repeat(Math.ceil(500_000 / piece.length))
  expect(findPersonalData(text).length).toBeLessThanOrEqual(text.length)
})
