import { openGuard, type Wires } from '@rowright/guard'
import { inEnglish, openInstance, openNode, type Pairing, type Store } from '@rowright/node'
import { type Signer, userAgentOf } from '@rowright/protocol'
import { NodeProblem } from './problem.ts'

export const CLIENT = 'rowright-node/0.1.0'

/** Ties this node's key to an account, by the code that the signed-in page shows. */
export async function pair(input: {
  url: string
  code: string
  name: string
  node: Signer
}): Promise<Pairing> {
  const { url, node, code, name } = input
  const instance = openInstance({ url, node, now: Date.now, fetch })
  const called = await instance.call('pair', { code: code.trim().toUpperCase(), name, client: CLIENT })
  if (called.kind !== 'answer')
    throw new NodeProblem(
      `The instance did not take the code: ${inEnglish(called.said)}`,
      'Ask for a new code on the page "Node" of your account; it holds for some minutes.',
    )
  const { nodeId, instanceKey, publicUrl } = called.output
  return { url, nodeId, instanceKey, publicUrl }
}

const LONGEST_SLEEP = 30_000

/** Runs the loop until it is told to stop; what is under way is finished by the next start. */
export async function runNode(input: {
  store: Store
  pairing: Pairing
  node: Signer
  say: (line: string) => void
  signal: AbortSignal
  wires?: Wires
}): Promise<void> {
  const { store, pairing, node, say, signal, wires } = input
  const loop = openNode({
    store,
    pairing,
    node,
    client: CLIENT,
    fetcher: openGuard({ userAgent: userAgentOf(pairing.publicUrl), wires }),
    fetch,
    now: Date.now,
    sleep: (milliseconds) => sleep(milliseconds, signal),
    onLine: ({ at, level, text }) => say(`${at.slice(0, 19).replace('T', ' ')}  ${MARKS[level]} ${text}`),
  })
  while (!signal.aborted) {
    const next = await loop.tick()
    // Settings may be changed from outside meanwhile: look again soon.
    await sleep(Math.min(next - Date.now(), LONGEST_SLEEP), signal)
  }
}

const MARKS = { info: '·', refused: '–', problem: '!' } as const

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve()
  return new Promise((wake) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      wake()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
