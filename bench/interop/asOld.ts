import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BlobStore, Database } from '@rowright/db'
import type { Release } from '@rowright/pipeline/release'

const SCRIPT = fileURLToPath(new URL('./asOld.py', import.meta.url))

/**
 * Makes the rows of a built release what they were before they named their kind of question: their Parquet has no
 * column `task_type`. Instances have such releases beside newer ones, and clients read across both.
 */
export async function asOld(
  python: string,
  { database, blobs }: { database: Database; blobs: BlobStore },
  { poolId, id }: Release,
): Promise<void> {
  const at = [poolId, id]
  const { rows } = await database.pool.query<{ sha256: string }>(
    `select sha256 from part where pool_id = $1 and release_id = $2 and kind = 'parquet'`,
    at,
  )
  const folder = mkdtempSync(join(tmpdir(), 'rowright-old-'))
  try {
    for (const { sha256 } of rows) {
      const file = join(folder, 'rows.parquet')
      writeFileSync(file, await blobs.get(sha256))
      await promisify(execFile)(python, [SCRIPT, file])
      const content = readFileSync(file)
      await database.pool.query(
        `update part set sha256 = $3, bytes = $4 where pool_id = $1 and release_id = $2 and sha256 = $5`,
        [...at, await blobs.put(content), content.length, sha256],
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
