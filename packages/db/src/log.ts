import type { Log } from './ctx.ts'

/** One JSON object a line on standard error, as log collectors like it. */
export function jsonLog(name: string): Log {
  const write =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      process.stderr.write(
        `${JSON.stringify({ at: new Date().toISOString(), level, name, message, ...fields })}\n`,
      )
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
