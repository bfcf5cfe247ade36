import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeProblem } from './problem.ts'

/** Two processes over one journal would fetch twice. @returns what gives the folder free again. */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'pid')
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 })
      return () => rm(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(await readFile(path, 'utf8').catch(() => ''))
      if (holder > 0 && holder !== process.pid && isAlive(holder))
        throw new NodeProblem(
          `A node runs over ${folder} already (process ${holder}).`,
          'Stop it first, or name another folder by ROWRIGHT_NODE_DIR.',
        )
      // Left by a process that was killed.
      await rm(path, { force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
