import { articleOf, type siteOf } from './testInternet.ts'

const page = articleOf('Secret')

/** One site for each way to refuse; each has its page at `/p`, but the last. */
export const REFUSING_SITES: Record<string, Parameters<typeof siteOf>[0]> = {
  'robots.test': { '/robots.txt': 'User-agent: *\nDisallow: /', '/p': page },
  'ai.test': { '/robots.txt': 'User-agent: GPTBot\nDisallow: /', '/p': page },
  'signal.test': { '/robots.txt': 'User-agent: *\nContent-Signal: ai-train=no\nAllow: /', '/p': page },
  'tdm.test': { '/.well-known/tdmrep.json': '[{"location":"/","tdm-reservation":1}]', '/p': page },
  'aitxt.test': { '/ai.txt': 'User-Agent: *\nDisallow: /', '/p': page },
  'rsl.test': {
    '/robots.txt': 'License: http://rsl.test/license.xml\nUser-agent: *\nAllow: /',
    '/license.xml':
      '<rsl><content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>',
    '/p': page,
  },
  'down.test': { '/robots.txt': (_, response) => response.writeHead(503).end(), '/p': page },
  'usage.test': { '/p': (_, response) => response.setHeader('content-usage', 'train-ai=n').end(page) },
  'reserved.test': { '/p': (_, response) => response.setHeader('tdm-reservation', '1').end(page) },
  'header.test': { '/p': (_, response) => response.setHeader('x-robots-tag', 'noai').end(page) },
  'meta.test': { '/p': page.replace('<title>', '<meta name="robots" content="noai"><title>') },
  'private.test': { '/p': (_, response) => response.setHeader('cache-control', 'private').end(page) },
  'login.test': { '/p': (_, response) => response.writeHead(401).end(page) },
  'gone.test': {},
}
