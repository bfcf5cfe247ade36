import { OperatorError } from '../runtime/errors.ts'
import { roleNamed, rotateKey } from '../runtime/rotate.ts'
import { readSettings } from '../runtime/settings.ts'

interface Instance {
  chain: Record<'rewards' | 'dataPools' | 'consents', `0x${string}`> | null
}

try {
  const role = roleNamed(process.argv[2])
  const settings = readSettings(process.env)
  const contracts = await contractsOf(settings.publicUrl)
  const rpcUrl = settings.rpcUrl ?? `${settings.publicUrl}/rpc`
  const step = () => rotateKey({ rpcUrl, keysDir: settings.keysDir, contracts, role })
  let { address, readyAt } = await step()
  // A local timelock waits seconds; a real one days, and then this is run again.
  while (readyAt && readyAt.getTime() - Date.now() < 60_000) {
    await new Promise((wake) => setTimeout(wake, Math.max(1_000, readyAt!.getTime() - Date.now())))
    ;({ address, readyAt } = await step())
  }
  console.log(
    readyAt
      ? `✓ Scheduled: ${address} becomes the ${role}. Run this again after ${readyAt.toISOString()}.`
      : `✓ ${address} is the ${role} now. Send it ether for gas, then restart the worker.`,
  )
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(`✗ ${error.message}`)
  process.exitCode = 1
}

async function contractsOf(url: string): Promise<NonNullable<Instance['chain']>> {
  try {
    const { chain } = (await (await fetch(`${url}/v1/instance`)).json()) as Instance
    if (chain) return chain
  } catch (cause) {
    throw new OperatorError('runtime/not-running', `Nothing answers at ${url}; start Rowright first.`, {
      cause,
    })
  }
  throw new OperatorError('runtime/no-contracts', `${url} has no contracts yet; wait until it has started.`)
}
