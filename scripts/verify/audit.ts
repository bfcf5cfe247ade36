import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type AuditEntry, firstBroken } from '@rowright/protocol'

/** Checks an exported audit log: every line's own hash, and that each follows the one before. */
const [file, head] = process.argv.slice(2)
if (!file) {
  console.error(
    'Usage: npm run verify:audit -- FILE [HASH]    FILE from GET /v1/audit.jsonl, HASH its last one as you kept it',
  )
  process.exit(2)
}
const entries: AuditEntry[] = []
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (line.trim() !== '') entries.push(JSON.parse(line) as AuditEntry)
}
const broken = firstBroken(entries)
const kept = head === undefined || entries.some((entry) => entry.hash === head)
if (broken) console.error(`✗ Line ${broken.seq} does not hold: ${broken.why}.`)
else if (!kept) console.error(`✗ No line has the hash ${head}: the log was cut or written anew.`)
else
  console.log(
    `✓ ${entries.length} lines hold. The last hash is ${entries.at(-1)?.hash ?? 'none: the log is empty'}.`,
  )
process.exitCode = broken || !kept ? 1 : 0
