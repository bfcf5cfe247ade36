import { OperatorError } from '../runtime/errors.ts'
import { collected } from './collected.ts'
import { crowd } from './crowd.ts'
import { node } from './node.ts'
import { withdraw } from './withdraw.ts'

const DEMOS: Record<string, { what: string; show(args: string[], signal: AbortSignal): Promise<boolean> }> = {
  collected: {
    what: 'twelve hosts of which nine say no, each in its own way: what the others permit is collected, labeled, and licensed',
    show: collected,
  },
  crowd: {
    what: 'five copying accounts against a crowd: majority falls, Rowright holds, and any epoch can be recomputed [DIR]',
    show: crowd,
  },
  node: {
    what: 'a collection node tries to reach a private network and cannot, fetches the one page of three that permits it, and says so',
    show: node,
  },
  withdraw: {
    what: 'a buyer reads a pool with pandas, a contributor ends her consent: the client is told what to delete, the old file is gone, her revenue stands',
    show: withdraw,
  },
}

const abort = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort())
process.once('disconnect', () => abort.abort())

const [name, ...args] = process.argv.slice(2)
const demo = name === undefined ? undefined : DEMOS[name]
if (!demo) {
  if (name) console.error(`✗ There is no demo "${name}".`)
  for (const [known, { what }] of Object.entries(DEMOS)) console.log(`${known.padEnd(10)}${what}`)
  process.exitCode = name ? 1 : 0
} else {
  try {
    process.exitCode = (await demo.show(args, abort.signal)) ? 0 : 1
  } catch (error) {
    const known = error instanceof OperatorError || (error as Error).name === 'ReplayError'
    if (!known && !abort.signal.aborted) throw error
    console.error(`✗ ${abort.signal.aborted ? 'Stopped.' : (error as Error).message}`)
    process.exitCode = 1
  }
}
process.disconnect?.()
