import { compile, deploy, openSender } from '@rowright/chain/post'
import {
  currentDeployment,
  type Database,
  openDatabase,
  recordDeployment,
  silentLog,
  withTx,
} from '@rowright/db'
import { privateKeyToAddress } from 'viem/accounts'

import { OperatorError } from './errors.ts'
import { type Role, readKey } from './keys.ts'
import { genesisOf } from './rpc.ts'

/** Decides what to do when the chain is not the one the database knows. True: deploy again. */
export type Redeploy = (recorded: string, found: string) => Promise<boolean>

/** Seconds a posted reward root can be challenged before it pays: `Rewards`' immutable window. */
const CHALLENGE_WINDOW = { local: 5, production: 86_400 }

/**
 * Makes sure that the chain at `rpcUrl` carries our contracts: compiles and deploys once per genesis and records it.
 * On a chain other than the recorded one `redeploy` decides; the worker then posts what the ledger says again.
 */
export async function ensureDeployment(setup: {
  databaseUrl: string
  rpcUrl: string
  keysDir: string
  profile: 'local' | 'production'
  /** The token to pay in; a local chain gets a test token when it is left out. */
  token?: `0x${string}`
  redeploy: Redeploy
}): Promise<{ deployed: boolean }> {
  const genesis = await genesisOf(setup.rpcUrl)
  const database = openDatabase(setup.databaseUrl, { log: silentLog, size: 1 })
  try {
    const recorded = await inTx(database, currentDeployment)
    if (recorded?.genesisHash === genesis) return { deployed: false }
    if (recorded && !(await setup.redeploy(recorded.genesisHash, genesis))) {
      const message =
        `The chain at ${setup.rpcUrl} is not the one this data belongs to (its first block differs); ` +
        'point RPC_URL at the old chain, or start with --redeploy to deploy again and post what is owed from the ledger.'
      throw new OperatorError('runtime/other-genesis', message)
    }
    if (setup.profile === 'production' && !setup.token) {
      const message =
        'TOKEN_ADDRESS is not set; name the ERC-20 token this instance pays in before its contracts are deployed.'
      throw new OperatorError('runtime/token-missing', message)
    }
    compile()
    const address = async (role: Role) => privateKeyToAddress(await readKey(setup.keysDir, role))
    const sender = await openSender(setup.rpcUrl, await readKey(setup.keysDir, 'admin'))
    const deployment = await deploy(sender, {
      window: CHALLENGE_WINDOW[setup.profile],
      admin: sender.account.address,
      poster: await address('poster'),
      publisher: await address('publisher'),
      anchorer: await address('anchorer'),
      token: setup.token,
    })
    const { chainId, genesisHash } = deployment
    await inTx(database, (ctx) => recordDeployment(ctx, { chainId, genesisHash, deployment }))
    return { deployed: true }
  } finally {
    await database.pool.end()
  }
}

function inTx<T>(database: Database, work: Parameters<typeof withTx<T>>[2]): Promise<T> {
  return withTx(database, { kind: 'system', name: 'start' }, work)
}
