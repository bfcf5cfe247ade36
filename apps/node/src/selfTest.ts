import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openGuard } from '@rowright/guard'

export interface SelfTestLine {
  what: string
  url: string
  refused: boolean
  words: string
}

export interface SelfTest {
  lines: SelfTestLine[]
  /** Requests that reached the private server: it listens for real, and nothing may come. */
  privateHits: number
}

const PUBLIC = '93.184.215.14'

/**
 * Tries to reach what must not be reached, by this machine's own guard. A private server is opened on loopback, and
 * every private address and name is wired to it: if the guard let one through, it would be counted there.
 */
export async function selfTest(userAgent: string): Promise<SelfTest> {
  let privateHits = 0
  const router = await listen((_, response) => {
    privateHits++
    response.end('You should not see this.')
  })
  const stranger = await listen((_, response) => {
    response.writeHead(302, { location: 'http://192.168.0.1/admin' }).end()
  })
  const names: Record<string, string[]> = {
    'rebound.example': ['192.168.0.1'],
    'half.example': [PUBLIC, '127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'stranger.example': [PUBLIC],
    localhost: ['127.0.0.1', '::1'],
  }
  const guard = openGuard({
    userAgent,
    wires: {
      resolve: async (host) => names[host] ?? [],
      dial: (address) => ({ host: '127.0.0.1', port: address === PUBLIC ? stranger.port : router.port }),
    },
  })
  try {
    const lines: SelfTestLine[] = []
    for (const [what, url] of TRIES) {
      let answer = await guard.get({ url, maxBytes: 1000 })
      // The loop would refuse the host of the redirect before it asks; the guard must refuse it too.
      if (answer.kind === 'answer' && answer.location)
        answer = await guard.get({ url: answer.location, maxBytes: 1000 })
      const refused = answer.kind === 'failure' && answer.reason === 'unsafe-address'
      lines.push({
        what,
        url,
        refused,
        words: answer.kind === 'failure' ? answer.detail : `It answered ${answer.status}.`,
      })
    }
    return { lines, privateHits }
  } finally {
    await router.close()
    await stranger.close()
  }
}

const TRIES: [what: string, url: string][] = [
  ['this machine', 'http://127.0.0.1/'],
  ['this machine by name', 'http://localhost/'],
  ['this machine in another spelling', 'http://2130706433/'],
  ['this machine by IPv6', 'http://[::ffff:127.0.0.1]/'],
  ['the router', 'http://192.168.0.1/'],
  ['a cloud’s metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['a name that leads to the router', 'http://rebound.example/'],
  ['a name with one private address of two', 'http://half.example/'],
  ['a name that leads to metadata', 'http://metadata.example/'],
  ['a public page that redirects to the router', 'http://stranger.example/'],
  ['another port', 'http://stranger.example:8080/'],
]

async function listen(answer: Parameters<typeof createServer>[1] & {}) {
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
