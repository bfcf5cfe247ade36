import { quoted, type Sentence } from '@rowright/collector'
import type { Pairing } from '@rowright/node'
import { request } from './browserFetcher.ts'
import { hasAddressSpaces } from './layers.ts'
import { told, watching } from './watch.ts'
import { type Key, sentence } from './words.ts'

export interface SelfTestLine {
  what: Key
  url: string
  refused: boolean
  said: Sentence
}

const TRIES: [what: Key, url: string][] = [
  ['tryMachine', 'http://127.0.0.1/'],
  ['tryNumber', 'http://2130706433/'],
  ['tryName', 'http://localhost/'],
  ['tryDns', 'http://self-test.localhost/'],
  ['tryRouter', 'http://192.168.0.1/'],
  ['tryRouter2', 'http://10.0.0.1/'],
  ['tryNear', 'http://169.254.169.254/'],
]

/** Tries to reach what must not be reached, past all checks but the browser's own layers. [NOD-20] */
export async function runSelfTest(pairing: Pairing | null): Promise<SelfTestLine[]> {
  const there = hasAddressSpaces()
  const lines: SelfTestLine[] = [
    {
      what: 'tryCheck',
      url: 'targetAddressSpace',
      refused: there,
      said: sentence(there ? 'checkThere' : 'checkMissing'),
    },
  ]
  for (const [what, url] of TRIES) lines.push({ what, url, ...(await tryToReach(url)) })
  if (pairing) lines.push(await followed(`${new URL(pairing.url).origin}/v1/nodes/redirect-test`))
  return lines
}

async function tryToReach(url: string): Promise<Pick<SelfTestLine, 'refused' | 'said'>> {
  const answer = await watching(url, (watched) => request({ url, maxBytes: 1000 }, watched))
  // Nobody listening is no refusal: the browser itself must have said no.
  const refused = answer.kind === 'failure' && answer.reason === 'unsafe-address'
  if (answer.kind === 'answer') return { refused, said: sentence('itAnswered', answer.status) }
  return { refused, said: answer.said ?? quoted(answer.detail) }
}

/** The instance has a page that redirects to this machine: the hop is read, not followed, and its target refused. */
async function followed(url: string): Promise<SelfTestLine> {
  const what = 'tryRedirect'
  const target = await watching(url, async (watched) => {
    await fetch(url, { redirect: 'manual', credentials: 'omit', cache: 'no-store' }).catch(() => {}) // told below
    await told(watched, 'redirectUrl')
    return watched.redirectUrl
  })
  if (!target) return { what, url, refused: false, said: sentence('notRedirected') }
  return { what, url: target, ...(await tryToReach(target)) }
}
