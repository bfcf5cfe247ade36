import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { endLeftovers, isAbandoned } from './runFile.ts'

/** A new folder of our own. Others may pass through it (0711), as Postgres must when we are root. */
export async function temporaryFolder(purpose: string): Promise<string> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `rowright-${purpose}-`))
  await chmod(folder, 0o711)
  return folder
}

/** Ends and removes what earlier runs left here when they were killed: folders whose recorded owner is gone. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith('rowright-') || !isAbandoned(folder)) continue
    await endLeftovers(join(folder, 'run.json'))
    await rm(folder, { recursive: true, force: true })
  }
}
