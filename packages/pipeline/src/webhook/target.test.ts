import { expect, test } from 'vitest'
import { checkedTarget, publicLookup } from './target.ts'

const codeOf = (url: string, local = false): string | null => {
  try {
    checkedTarget(url, local)
    return null
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('[HOOK-6] special addresses are refused in every spelling', () => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    // Public by every registry, and a door into a cloud's own network.
    '168.63.129.16',
    '192.88.99.1',
    '192.0.2.1',
    '203.0.113.9',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::7f00:1]',
    '[fe80::1]',
    '[fc00::1]',
    '[2002:7f00:1::]',
    '[2001:db8::1]',
    'localhost',
    'x.localhost',
    'printer.local',
    'metadata.google.internal',
    'localhost.',
  ])
    expect(codeOf(`https://${host}/hook`), host).toBe('webhook/refused-target')
  for (const url of [
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user@example.com/',
    'https://user:pass@example.com/',
    'no address',
    '',
  ])
    expect(codeOf(url), url).toBe('webhook/refused-target')
  for (const url of [
    'https://example.com/hook?x=1',
    'https://93.184.216.34/',
    'https://172.32.0.1/',
    'https://[2606:2800:220:1::1]/',
  ])
    expect(codeOf(url), url).toBeNull()
  expect(codeOf('http://127.0.0.1:9/', true)).toBeNull()
  expect(codeOf('ftp://127.0.0.1/', true)).toBe('webhook/refused-target')
})

test('[HOOK-6] a name that leads to a special address is refused when it is connected to', async () => {
  const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, resolve))
  expect(String(error)).toContain('refused')
})
