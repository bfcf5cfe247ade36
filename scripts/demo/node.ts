import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from '@rowright/node'
import { userAgentOf } from '@rowright/protocol'
import { openFileStore } from '../../apps/node/src/fileStore.ts'
import { openIdentity } from '../../apps/node/src/identity.ts'
import { pair, runNode } from '../../apps/node/src/run.ts'
import { selfTest } from '../../apps/node/src/selfTest.ts'
import { CODE, openTestInstance } from '../../apps/node/src/testing/testInstance.ts'
import { articleOf, openTestInternet, siteOf } from '../../apps/node/src/testing/testInternet.ts'

const PERMITTED = 'http://news.example/flood'
const REFUSING = 'http://closed.example/flood'
const LEADING_HOME = 'http://trap.example/flood'

const mark = (right: boolean): string => (right ? '✓' : '✗')

/**
 * What a collection node does, without the internet: its own guard is tried on everything private, then the headless
 * node runs for real (journal in a folder, guard, permission, signatures) over three sites on loopback that have names
 * and public addresses of their own. The instance is a small stand-in that signs and checks as the protocol says.
 * @returns whether the private server counted nothing, and only the permitted page was sent.
 */
export async function node(_: string[], signal: AbortSignal): Promise<boolean> {
  const say = (line: string) => console.log(line)
  say(
    '1. What a node must never reach. Each is tried by its own guard, and must be refused before a byte is sent.\n',
  )
  const tested = await selfTest(userAgentOf('https://rowright.example/'))
  for (const { what, words, refused } of tested.lines)
    say(`${refused ? '✓ refused' : '✗ REACHED'}  ${what.padEnd(42)} ${words}`)
  say(
    `\n${mark(tested.privateHits === 0)} The private server behind all of them counted ${tested.privateHits} requests.\n`,
  )
  say('2. The node at work, with its log as it writes it: three pages are leased to it.')
  say('   news.example permits, closed.example turns AI away, trap.example redirects to the router.\n')

  const folder = await mkdtemp(join(tmpdir(), 'rowright-demo-'))
  const [internet, instance] = [await openTestInternet(), await openTestInstance()]
  try {
    const seen = await internet.host('news.example', siteOf({ '/flood': articleOf('The flood') }))
    const closed = await internet.host(
      'closed.example',
      siteOf({ '/robots.txt': 'User-agent: GPTBot\nDisallow: /' }),
    )
    await internet.host(
      'trap.example',
      siteOf({
        '/flood': (_, response) => response.writeHead(302, { location: 'http://192.168.0.1/' }).end(),
      }),
    )
    const key = await openIdentity(folder)
    const store = await openFileStore(folder)
    const journal = openJournal(store)
    const pairing = await pair({ url: instance.url, code: CODE, name: 'demo', node: key })
    await journal.setPairing(pairing)
    await journal.setSettings({ ...(await journal.settings()), on: true, mode: 'automatic' })
    for (const url of [PERMITTED, REFUSING, LEADING_HOME]) instance.offer(url)
    const stop = new AbortController()
    const finished = async () => {
      const leases = [...instance.leases.values()]
      while (!leases.every(({ paid, returned }) => paid > 0 || returned) || instance.leases.size < 3) {
        await new Promise((wake) => setTimeout(wake, 100))
        leases.splice(0, leases.length, ...instance.leases.values())
        if (signal.aborted) break
      }
      stop.abort()
    }
    await Promise.all([
      runNode({ store, pairing, node: key, say, signal: stop.signal, wires: internet.wires }),
      finished(),
    ])
    const sent = [...instance.leases.values()].filter(({ paid }) => paid > 0)
    const agents = [...new Set(seen.map(({ headers }) => headers['user-agent']))]
    const right =
      tested.privateHits === 0 &&
      tested.lines.every(({ refused }) => refused) &&
      internet.privateHits.length === 0 &&
      sent.length === 1 &&
      sent[0]!.lease.lease.url === PERMITTED
    const texts = sent.map(({ text = '' }) => text.trim().split('\n').at(-1))
    say(`\n3. What came of it.\n`)
    say(
      `${mark(sent.length === 1)} ${sent.length} of 3 pages left this machine, as text that ends: “${texts.join()}”`,
    )
    say(
      `${mark(closed.length === 1)} closed.example was asked for ${closed.map(({ path }) => path).join()} and nothing else.`,
    )
    say(`${mark(internet.privateHits.length === 0)} The router was asked for nothing.`)
    say(`${mark(agents.length === 1)} news.example saw ${seen.length} requests, all of ${agents.join()}\n`)
    say(
      JSON.stringify({
        refused: tested.lines.filter(({ refused }) => refused).length,
        privateHits: tested.privateHits + internet.privateHits.length,
        sent: sent.map(({ lease }) => lease.lease.url),
        returned: [...instance.leases.values()].flatMap(({ returned }) => returned?.reason ?? []),
        right,
      }),
    )
    return right
  } finally {
    await internet.close()
    await instance.close()
    await rm(folder, { recursive: true })
  }
}
