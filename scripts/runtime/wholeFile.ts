import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'

import { systemCode } from './errors.ts'

/** Creates a private file with all its content, or returns false when it exists. Never seen half-written. */
export function createWhole(path: string, content: string): boolean {
  const draft = draftOf(path, content)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft)
  }
}

/** Creates or replaces a private file. Readers see the old content or the new, never a part. */
export function replaceWhole(path: string, content: string): void {
  renameSync(draftOf(path, content), path)
}

function draftOf(path: string, content: string): string {
  const draft = `${path}.${process.pid}.new`
  writeFileSync(draft, content, { mode: 0o600 })
  return draft
}
