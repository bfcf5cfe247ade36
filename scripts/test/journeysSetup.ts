import { progressOn } from '../runtime/progress.ts'
import { startThrowawaySystem } from '../runtime/throwaway.ts'

/** Playwright's global setup: a system of its own for the run. Tests read it by `world()` of @rowright/testing. */
export default async function setup(): Promise<() => Promise<void>> {
  const system = await startThrowawaySystem({ purpose: 'journeys', progress: progressOn(process.stdout) })
  const { url, stewardUrl, databaseUrl, rpcUrl, dataDir } = system
  process.env.ROWRIGHT_WORLD = JSON.stringify({ url, stewardUrl, databaseUrl, rpcUrl, dataDir })
  return () => system.stop()
}
