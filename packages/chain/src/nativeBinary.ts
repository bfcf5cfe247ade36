import { createRequire } from 'node:module'
import { arch, platform } from 'node:process'
import { ChainError } from './errors.ts'

/**
 * The path of forge's or anvil's own binary. Not npm's launcher script: that one exits 0 when the tool
 * fails (1.7.1), and a signal that cannot be forwarded, SIGKILL, leaves the tool running.
 */
export function nativeBinary(tool: 'forge' | 'anvil'): string {
  const cpu = arch === 'x64' ? 'amd64' : arch
  const file = platform === 'win32' ? `${tool}.exe` : tool
  try {
    const launcher = createRequire(import.meta.url).resolve(`@foundry-rs/${tool}/package.json`)
    return createRequire(launcher).resolve(`@foundry-rs/${tool}-${platform}-${cpu}/bin/${file}`)
  } catch (error) {
    const remedy = tool === 'anvil' ? ' Set RPC_URL to a chain.' : ''
    throw new ChainError('chain/local-only', `There is no ${tool} for ${platform}-${cpu}.${remedy}`, {
      cause: error,
    })
  }
}
