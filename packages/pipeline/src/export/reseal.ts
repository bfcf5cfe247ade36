import { canonicalJson } from '@rowright/protocol'
import type { ReleaseRow } from '../release/index.ts'

/** The line of a row that changed at the gate, under the salt it had: its commitment is another one. */
export const reseal = (row: ReleaseRow, salt: string): string => canonicalJson({ ...row, salt })
