import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder of our own. Others may pass through it (0711), as Postgres must when we are root. */
export async function temporaryFolder(purpose: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `rowright-${purpose}-`))
  await chmod(folder, 0o711)
  return folder
}
