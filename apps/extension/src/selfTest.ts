import { request } from './browserFetcher.ts'
import { hasAddressSpaces } from './layers.ts'
import { watching } from './watch.ts'

export interface SelfTestLine {
  what: string
  url: string
  refused: boolean
  words: string
}

const TRIES: [what: string, url: string][] = [
  ['This machine', 'http://127.0.0.1/'],
  ['This machine, spelled as a number', 'http://2130706433/'],
  ['This machine, by name', 'http://localhost/'],
  ['A name that leads to this machine', 'http://self-test.localhost/'],
  ['The router', 'http://192.168.0.1/'],
  ['The router’s other address', 'http://10.0.0.1/'],
  ['A device nearby', 'http://169.254.169.254/'],
]

/** Tries to reach what must not be reached, past all checks but the browser's own layers. [NOD-20] */
export async function runSelfTest(): Promise<SelfTestLine[]> {
  const lines: SelfTestLine[] = [
    {
      what: 'The browser’s address check',
      url: 'targetAddressSpace',
      refused: hasAddressSpaces(),
      words: hasAddressSpaces() ? 'It is there.' : 'It is missing: this node refuses to work here.',
    },
  ]
  for (const [what, url] of TRIES) {
    const answer = await watching(url, (watched) => request({ url, maxBytes: 1000 }, watched))
    // Nobody listening is no refusal: the browser itself must have said no.
    const refused = answer.kind === 'failure' && answer.reason === 'unsafe-address'
    lines.push({
      what,
      url,
      refused,
      words: answer.kind === 'failure' ? answer.detail : `It answered ${answer.status}.`,
    })
  }
  return lines
}
