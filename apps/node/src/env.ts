import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this node keeps its key, its journal and its log. */
export const FOLDER = process.env.ROWRIGHT_NODE_DIR ?? join(homedir(), '.rowright-node')
