import { expect, test } from 'vitest'
import { type AuditEntry, auditHash, firstBroken, NO_HASH } from './auditChain.ts'

function log(lines: number): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let seq = 1; seq <= lines; seq++) {
    const line = {
      ...{ personId: 'dora', seq, at: '2026-11-26T00:00:00.000Z', action: 'export.deliver' },
      ...{ detail: { rows: seq }, previous: entries.at(-1)?.hash ?? NO_HASH },
    }
    entries.push({ ...line, hash: auditHash(line) })
  }
  return entries
}

test('[PEO-12] a log holds; one changed, missing, moved or added line is found, and which', () => {
  expect(firstBroken(log(5))).toBeNull()
  expect(firstBroken([])).toBeNull()
  for (let at = 0; at < 5; at++) {
    for (const member of ['at', 'action', 'personId'] as const) {
      const changed = log(5)
      changed[at] = { ...changed[at]!, [member]: 'other' }
      expect(firstBroken(changed), `${member} of line ${at + 1}`).toEqual({
        seq: at + 1,
        why: 'it was changed',
      })
    }
    const counted = log(5)
    counted[at] = { ...counted[at]!, detail: { rows: 99 } }
    expect(firstBroken(counted)?.seq).toBe(at + 1)
  }
  const missing = log(5).toSpliced(2, 1)
  expect(firstBroken(missing)).toMatchObject({ seq: 3, why: 'line 3 is missing' })
  const [one, two, three] = log(3) as [AuditEntry, AuditEntry, AuditEntry]
  expect(firstBroken([one, three, two])?.seq).toBe(2)
  // Whoever changes a line and its hash breaks the link of the next.
  const forged = { ...two, detail: { rows: 0 } }
  expect(firstBroken([one, { ...forged, hash: auditHash(forged) }, three])).toMatchObject({ seq: 3 })
})
