import { parseArgs } from 'node:util'

import { OperatorError } from '../runtime/errors.ts'

const HELP = `npm start -- [options]
  --api N      api processes (1); the first is the front door, the others get free ports
  --web N      web processes (1)
  --worker N   worker processes (1)
  --redeploy   if the chain is another one: deploy again and post what is owed from the ledger, without asking

Environment: PORT (3000), HOST (127.0.0.1), PUBLIC_URL, DATABASE_URL, RPC_URL, DATA_DIR (.rowright), BLOB_STORE,
KEYS_DIR, EPOCH_SECONDS, ROWRIGHT_PROFILE (local or production); RELAY_BATCH (100), RELAY_TIMES_GAS (20),
RELAY_LONGEST_WAIT (seconds), TOKEN_PER_ETHER (base units of the token; 3000000000): when cash-outs are worth their gas;
CANARY_HOSTS (origins that lead here and serve canaries for nodes, parted by commas), CANARY_SHARE_PPM (10000)`

export interface StartOptions {
  counts: { api: number; web: number; worker: number }
  redeploy: boolean
}

/** Reads the command line. `--help` prints and ends the process. */
export function readOptions(args: string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        api: { type: 'string', default: '1' },
        web: { type: 'string', default: '1' },
        worker: { type: 'string', default: '1' },
        redeploy: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      console.log(HELP)
      process.exit(0)
    }
    const counts = {
      api: count('api', values.api),
      web: count('web', values.web),
      worker: count('worker', values.worker),
    }
    return { counts, redeploy: values.redeploy }
  } catch (error) {
    if (error instanceof OperatorError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new OperatorError(
      'runtime/option',
      `${why.replace(/\.?$/, '.')} \`npm start -- --help\` lists the options.`,
    )
  }
}

function count(name: string, given: string): number {
  const value = Number(given)
  if (Number.isInteger(value) && value >= 1 && value <= 64) return value
  throw new OperatorError(
    'runtime/option',
    `--${name} ${given} is not usable; it must be a whole number from 1 to 64.`,
  )
}
