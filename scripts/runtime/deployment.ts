import type { Deployment } from '@rowright/chain'
import {
  compile,
  createPool,
  deploy,
  fundCampaign,
  mintTestDollars,
  openSender,
  type Sender,
} from '@rowright/chain/post'
import {
  currentDeployment,
  type Database,
  openDatabase,
  recordDeployment,
  silentLog,
  withTx,
} from '@rowright/db'
import { changeChain, everFunded } from '@rowright/pipeline/reward'
import { zeroHash } from 'viem'

import { OperatorError } from './errors.ts'
import { addressOf, type Role, readKey } from './keys.ts'
import { genesisOf, hasCode } from './rpc.ts'

/** Decides what to do when the chain is not the one the database knows. True: deploy again. */
export type Redeploy = (recorded: string, found: string) => Promise<boolean>

/** Seconds, fixed for ever in the contracts, whose constructors refuse less outside a local chain. */
const DELAYS = {
  local: { window: 5, changeDelay: 5, refundWindow: 5, revocationGap: 5, timelockDelay: 5 },
  production: {
    window: 86_400,
    changeDelay: 2 * 86_400,
    refundWindow: 7 * 86_400,
    revocationGap: 86_400,
    timelockDelay: 2 * 86_400,
  },
}

/**
 * Makes sure that the chain at `rpcUrl` carries our contracts: compiles and deploys once per genesis and records it.
 * On a chain other than the recorded one, or one that lost them, `redeploy` decides: all money the ledger knows is
 * minted anew and the worker posts what is owed. [RUN-16] That is for play money only.
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
    const old = recorded?.deployment as Deployment | undefined
    if (recorded?.genesisHash === genesis && (await hasCode(setup.rpcUrl, old!.rewards)))
      return { deployed: false }
    if (recorded) {
      const playMoney = setup.profile === 'local' && !setup.token
      if (!playMoney)
        throw otherChain(setup.rpcUrl, 'point RPC_URL at the old chain: its money cannot be moved.')
      const otherwise =
        'point RPC_URL at the old chain, or start with --redeploy to deploy again and post what is owed from the ledger.'
      if (!(await setup.redeploy(recorded.genesisHash, genesis))) throw otherChain(setup.rpcUrl, otherwise)
    }
    if (setup.profile === 'production' && !setup.token) {
      const message =
        'TOKEN_ADDRESS is not set; name the ERC-20 token this instance pays in before its contracts are deployed.'
      throw new OperatorError('runtime/token-missing', message)
    }
    compile()
    const address = (role: Role) => addressOf(setup.keysDir, role)
    const sender = await openSender(setup.rpcUrl, await readKey(setup.keysDir, 'admin'))
    const deployment = await deploy(sender, {
      ...DELAYS[setup.profile],
      admin: sender.account.address,
      guardian: await address('guardian'),
      poster: await address('poster'),
      publisher: await address('publisher'),
      anchorer: await address('anchorer'),
      token: setup.token,
    })
    const { chainId, genesisHash } = deployment
    if (recorded) await fundAgain(sender, deployment, await inTx(database, everFunded))
    // The contracts hold the money before anything says that they are in force: a start that is cut short deploys again.
    await inTx(database, async (ctx) => {
      if (recorded) await changeChain(ctx)
      await recordDeployment(ctx, { chainId, genesisHash, deployment })
    })
    return { deployed: true }
  } finally {
    await database.pool.end()
  }
}

function otherChain(rpcUrl: string, hint: string): OperatorError {
  const message = `The chain at ${rpcUrl} is not the one this data belongs to (its first block differs, or its contracts are gone)`
  return new OperatorError('runtime/other-genesis', `${message}; ${hint}`)
}

/** Money enters the reward contract through a pool of its own, whose id no instance knows. */
async function fundAgain(sender: Sender, at: Deployment, amount: bigint): Promise<void> {
  if (amount <= 0n) return
  const treasury = sender.account.address
  const pool = { salt: at.genesisHash, metadataHash: zeroHash, treasuryBps: 0, treasury }
  const { poolId } = await createPool(sender, at, pool)
  await mintTestDollars(sender, at, treasury, amount)
  await fundCampaign(sender, at, { poolId, campaignId: zeroHash, amount })
}

function inTx<T>(database: Database, work: Parameters<typeof withTx<T>>[2]): Promise<T> {
  return withTx(database, { kind: 'system', name: 'start' }, work)
}
