import { gzipSync } from 'node:zlib'
import { openGuard } from '@rowright/guard'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestInternet, siteOf, type TestInternet } from './testing/testInternet.ts'

let internet: TestInternet
beforeAll(async () => {
  internet = await openTestInternet()
})
afterAll(() => internet.close())

/** More than a busy machine takes: short only where it is to run out. */
const PATIENCE = { headers: 100_000, whole: 100_000 }
const get = (
  url: string,
  { patience = PATIENCE, ...more }: { maxBytes?: number; cut?: boolean; patience?: typeof PATIENCE } = {},
) =>
  openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires, patience }).get({
    url,
    maxBytes: 10_000_000,
    ...more,
  })
const failure = async (url: string, more: { maxBytes?: number; patience?: typeof PATIENCE } = {}) => {
  const answer = await get(url, more)
  return answer.kind === 'failure' ? [answer.reason, answer.detail] : [`answered ${answer.status}`, '']
}
const nobody = () => expect(internet.privateHits).toEqual([])

test('[NOD-20] no spelling of a private address is asked', async () => {
  const spellings = [
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://192.168.0.1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://93.184.215.14/',
    'http://user:secret@192.168.0.1/',
    'http://１２７.０.０.１/',
  ]
  internet.name('localhost', '127.0.0.1')
  for (const url of spellings) expect((await failure(url))[0], url).toBe('unsafe-address')
  expect((await failure('http://news.test:8080/'))[0]).toBe('unsafe-address')
  expect((await failure('ftp://news.test/'))[0]).toBe('unsafe-address')
  nobody()
})

test('[NOD-22] a name that leads to any address that is not public is refused, and no connection is made', async () => {
  const addresses = [
    '127.0.0.1',
    '127.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '168.63.129.16',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    'fec0::1',
    'ff02::1',
    '::ffff:192.168.0.1',
    '::192.168.0.1',
    '2002:c0a8:1::1',
    '2001:0:c0a8:1::1',
    '64:ff9b::c0a8:1',
    '64:ff9b:1::c0a8:1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    'not an address',
  ]
  for (const address of addresses) {
    internet.name('rebound.test', address)
    const [reason, detail] = await failure('http://rebound.test/')
    expect(reason, address).toBe('unsafe-address')
    expect(detail).toContain(`rebound.test is ${address}: `)
    expect(detail).toContain('No connection was made.')
  }
  // One bad address among good ones: which of them is dialed would be luck.
  internet.name('mixed.test', '93.184.215.14', '192.168.0.1')
  expect((await failure('http://mixed.test/'))[0]).toBe('unsafe-address')
  nobody()
})

test('[NOD-20] the connection goes to the address that was checked, whatever DNS says the second time', async () => {
  await internet.host('twice.test', siteOf({ '/': 'public' }), ['93.184.215.77'])
  let asked = 0
  const wires = {
    ...internet.wires,
    resolve: async () => (asked++ === 0 ? ['93.184.215.77'] : ['192.168.0.1']),
  }
  const answer = await openGuard({ userAgent: 'x', wires, patience: PATIENCE }).get({
    url: 'http://twice.test/',
    maxBytes: 1000,
  })
  expect(answer).toMatchObject({ kind: 'answer', status: 200, ip: '93.184.215.77' })
  expect(asked).toBe(1)
  nobody()
})

test('[NOD-6] a redirect is handed back, not followed', async () => {
  await internet.host('hop.test', (_, response) =>
    response.writeHead(302, { location: 'http://192.168.0.1/' }).end(),
  )
  expect(await get('http://hop.test/')).toMatchObject({
    kind: 'answer',
    status: 302,
    location: 'http://192.168.0.1/',
  })
  nobody()
})

test('[NOD-23] a body of 50 MB is given up, announced or not, and little of it is taken', async () => {
  const piece = Buffer.alloc(64_000, 'x')
  let written = 0
  await internet.host('big.test', (request, response) => {
    if (request.url === '/announced') response.setHeader('content-length', 50_000_000)
    const more = () => {
      while (!response.destroyed && written < 50_000_000) {
        written += piece.length
        if (!response.write(piece)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  })
  expect(await failure('http://big.test/announced')).toEqual([
    'too-large',
    'The server announces 50000000 bytes; 10000000 are the most.',
  ])
  written = 0
  expect(await failure('http://big.test/streamed', { maxBytes: 1_000_000 })).toEqual([
    'too-large',
    'The body has more than 1000000 bytes.',
  ])
  expect(written).toBeLessThan(40_000_000)
  const cut = await get('http://big.test/streamed', { maxBytes: 5_000, cut: true })
  expect(cut).toMatchObject({ kind: 'answer', status: 200 })
  expect(cut.kind === 'answer' && cut.body.length).toBe(5_000)
})

test('[NOD-23] bombs, broken and unknown packing are told apart from pages', async () => {
  const packed = (body: Buffer, encoding: string) =>
    siteOf({ '/': (_, response) => response.setHeader('content-encoding', encoding).end(body) })
  await internet.host('bomb.test', packed(gzipSync(Buffer.alloc(9_000_000)), 'gzip'))
  expect(await failure('http://bomb.test/')).toEqual([
    'broken-body',
    expect.stringMatching(/^The body grew from \d+ to more than \d+ bytes: a bomb\.$/),
  ])
  await internet.host('huge.test', packed(gzipSync(Buffer.alloc(200_000_000)), 'gzip'))
  expect((await failure('http://huge.test/'))[0]).toMatch(/^(too-large|broken-body)$/)
  await internet.host('good.test', packed(gzipSync('a page'), 'gzip'))
  const good = await get('http://good.test/')
  expect(good.kind === 'answer' && new TextDecoder().decode(good.body)).toBe('a page')
  await internet.host('torn.test', packed(gzipSync('a page that goes on').subarray(0, 20), 'gzip'))
  expect((await failure('http://torn.test/'))[0]).toBe('broken-body')
  await internet.host('lies.test', packed(Buffer.from('not packed at all'), 'br'))
  expect((await failure('http://lies.test/'))[0]).toBe('broken-body')
  await internet.host('odd.test', packed(Buffer.from('x'), 'gzip, gzip'))
  expect(await failure('http://odd.test/')).toEqual([
    'broken-body',
    'The body is packed by "gzip, gzip", which was not asked for.',
  ])
  await internet.host('short.test', (_, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('half')
    setTimeout(() => response.destroy(), 50)
  })
  expect(await failure('http://short.test/')).toEqual(['broken-body', 'The body breaks off before its end.'])
})

test('[NOD-24] servers that keep silent, drip or talk nonsense are left', async () => {
  await internet.host('silent.test', () => {})
  const [soon, later] = [
    { ...PATIENCE, headers: 1_500 },
    { ...PATIENCE, whole: 3_000 },
  ]
  expect(await failure('http://silent.test/', { patience: soon })).toEqual([
    'too-slow',
    'No answer within 1.5 s.',
  ])
  await internet.host('drip.test', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const drip = setInterval(() => response.write('x'), 100)
    response.on('close', () => clearInterval(drip))
  })
  expect(await failure('http://drip.test/', { patience: later })).toEqual([
    'too-slow',
    'The page was not there within 3 s.',
  ])
  await internet.host('heads.test', (_, response) =>
    response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end(),
  )
  expect((await failure('http://heads.test/'))[0]).toBe('broken-body')
  await internet.host('noise.test', (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n\r\n'))
  expect((await failure('http://noise.test/'))[0]).toBe('broken-body')
  expect(await failure('http://nobody.test/')).toEqual([
    'unreachable',
    'nobody.test has no address (ENOTFOUND).',
  ])
  internet.name('closed.test', '93.184.215.200')
  expect(await failure('http://closed.test/')).toEqual([
    'unreachable',
    'closed.test cannot be reached (ECONNREFUSED).',
  ])
})
