import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Wires } from '@rowright/guard'
import { whyNotPublic } from '@rowright/protocol/public-address'

/** One request that a server of the test internet saw. */
export interface Seen {
  path: string
  headers: IncomingMessage['headers']
  method: string
  at: number
}

export interface TestInternet {
  wires: Wires
  /** A name with a real server of its own behind a public address. */
  host(name: string, answer: RequestListener, addresses?: string[]): Promise<Seen[]>
  /** A name that leads to these addresses, with no server of its own. */
  name(name: string, ...addresses: string[]): void
  /** What reached the server behind every address that is not public: nothing ever must. */
  privateHits: Seen[]
  close(): Promise<void>
}

/** Real servers on loopback, reached by names and public addresses of their own: the wires are the only seam. */
export async function openTestInternet(): Promise<TestInternet> {
  const servers: Server[] = []
  const names = new Map<string, string[]>()
  const ports = new Map<string, number>()
  const listen = async (seen: Seen[], answer: RequestListener) => {
    const server = createServer((request, response) => {
      const { url = '', headers, method = '' } = request
      seen.push({ path: url, headers, method, at: performance.now() })
      answer(request, response)
    })
    servers.push(server)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    return (server.address() as AddressInfo).port
  }
  const privateHits: Seen[] = []
  const privatePort = await listen(privateHits, (_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<p>${'The router’s own page. '.repeat(50)}</p>`)
  })
  let next = 1
  return {
    privateHits,
    wires: {
      async resolve(host) {
        const addresses = names.get(host)
        if (!addresses) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
        return addresses
      },
      dial(address) {
        const port = whyNotPublic(address) === null ? ports.get(address) : privatePort
        // Port 1 has nobody: a public address without a server.
        return { host: '127.0.0.1', port: port ?? 1 }
      },
    },
    async host(name, answer, addresses = [`93.184.215.${next++}`]) {
      const seen: Seen[] = []
      const port = await listen(seen, answer)
      names.set(name, addresses)
      for (const address of addresses) ports.set(address, port)
      return seen
    },
    name: (name, ...addresses) => void names.set(name, addresses),
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }
    },
  }
}

/** A site that permits everything and has these pages (path → HTML, or a listener). */
export const siteOf =
  (pages: Record<string, string | RequestListener>): RequestListener =>
  (request, response) => {
    const page = pages[request.url ?? '']
    if (typeof page === 'function') return page(request, response)
    response.statusCode = page === undefined ? 404 : 200
    response.setHeader(
      'content-type',
      request.url?.endsWith('.txt') ? 'text/plain' : 'text/html; charset=utf-8',
    )
    response.end(page ?? 'not found')
  }

/** A page with an article of its own, long enough to be one. */
export const articleOf = (
  topic: string,
): string => `<!doctype html><html lang="en"><head><title>${topic}</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>${topic}</h1>
${Array.from({ length: 6 }, (_, i) => `<p>Paragraph ${i + 1} on ${topic}: the river rose in the night, and the people of the town carried sand to the dam until the morning came and the water fell again.</p>`).join('\n')}
<p>Write to ada@example.org for more.</p></article></body></html>`
