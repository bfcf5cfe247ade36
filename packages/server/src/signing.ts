import { hkdfSync } from 'node:crypto'
import { ed25519 } from '@rowright/pipeline/webhook'
import { auditHeadText } from '@rowright/protocol'
import type { System } from './system.ts'

const own = ({ config }: Pick<System, 'config'>) =>
  ed25519(Buffer.from(hkdfSync('sha256', config.authSecret, '', 'rowright.manifest.v1', 32) as ArrayBuffer))

/** The instance's public key, 32 bytes in base64: what it signs with it can be checked by anybody. [REL-16] */
export const signingKey = (system: Pick<System, 'config'>): string => own(system).publicKey.toString('base64')

/** Signature of the last line of an account's audit log, by its number and hash, base64. [PEO-12] */
export const signAuditHead = (
  system: Pick<System, 'config'>,
  { personId, seq, hash }: { personId: string; seq: number; hash: string },
): string => own(system).sign(auditHeadText({ personId, seq, hash })).toString('base64')

/** Signature of a manifest by its hash, base64. [REL-16] */
export const signManifest = (system: Pick<System, 'config'>, sha256: string): string =>
  own(system).sign(`rowright.manifest.v1\n${sha256}`).toString('base64')
