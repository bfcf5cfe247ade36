import { rm } from 'node:fs/promises'

import { freePort } from './ports.ts'
import { type Progress, quiet } from './progress.ts'
import { readSettings } from './settings.ts'
import { type System, startSystem } from './system.ts'
import { temporaryFolder } from './temporary.ts'

/**
 * Starts a system of its own for a test or a replay: new temporary folder, free ports, own database and chain, and
 * nothing left when it stops; a failed start leaves its logs, named in the error. Whatever `DATABASE_URL`, `RPC_URL` or `PORT` the caller's shell has is not used.
 */
export async function startThrowawaySystem(
  options: {
    purpose?: string
    progress?: Progress
    counts?: { api?: number; web?: number; worker?: number }
    demo?: boolean
    env?: Record<string, string>
    epochSeconds?: number
  } = {},
): Promise<System & { dataDir: string }> {
  const { purpose = 'system', progress = quiet, counts, demo, env, epochSeconds } = options
  const dataDir = await temporaryFolder(purpose)
  const settings = readSettings({
    PORT: String(await freePort()),
    DATA_DIR: dataDir,
    EPOCH_SECONDS: epochSeconds ? String(epochSeconds) : undefined,
  })
  const system = await startSystem({ settings, progress, counts, demo, env, durable: false })
  const stop = async () => {
    await system.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ...system, stop, dataDir }
}
