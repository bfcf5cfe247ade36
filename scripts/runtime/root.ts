import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout this runtime belongs to. */
export const ROOT: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
