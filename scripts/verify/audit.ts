import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type AuditEntry, auditHeadText, firstBroken, verifyEd25519 } from '@rowright/protocol'

/** Checks an exported audit log: every line's own hash, that each follows the one before, and that a kept one is in it. */
const [file, kept] = process.argv.slice(2)
if (!file) {
  console.error(
    'Usage: npm run verify:audit -- FILE [HEAD]    FILE from GET /v1/audit.jsonl, HEAD as you kept it: a file from GET /v1/audit/head, or a hash',
  )
  process.exit(2)
}
const entries: AuditEntry[] = []
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (line.trim() !== '') entries.push(JSON.parse(line) as AuditEntry)
}

interface Head {
  personId: string
  seq: number
  hash: string
  signer: string
  signature: string
}
const head = kept !== undefined && existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Head) : null
const hash = head ? head.hash : kept
const broken = firstBroken(entries)
const there = hash === undefined || head?.seq === 0 || entries.some((entry) => entry.hash === hash)
const signed = head === null || (await isSigned(head))
if (broken) console.error(`✗ Line ${broken.seq} does not hold: ${broken.why}.`)
else if (!signed) console.error('✗ The kept head is not signed by the key that it names.')
else if (!there) console.error(`✗ No line has the hash ${hash}: the log was cut or written anew.`)
else
  console.log(
    `✓ ${entries.length} lines hold. The last hash is ${entries.at(-1)?.hash ?? 'none: the log is empty'}.${head ? ` The head was signed by ${head.signer}.` : ''}`,
  )
process.exitCode = broken || !there || !signed ? 1 : 0

function isSigned({ signer, signature, ...line }: Head): Promise<boolean> {
  return verifyEd25519(signer, signature, new TextEncoder().encode(auditHeadText(line)))
}
