import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { RowrightError } from '@rowright/protocol'
import { checkedTarget, publicLookup } from './target.ts'

/** Milliseconds that a receiver has. */
const PATIENCE = 15_000

/**
 * Posts a body and says what came back: the status, or why there is none. Redirects are not followed, answers not
 * read. [HOOK-5, HOOK-6]
 */
export async function post(
  target: string,
  body: string,
  headers: Record<string, string>,
  local: boolean,
): Promise<{ status: number | null; error: string | null }> {
  try {
    const url = checkedTarget(target, local)
    const send = url.protocol === 'https:' ? https : http
    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = send(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
          // One connection each: none is kept that was checked long ago.
          agent: false,
          signal: AbortSignal.timeout(PATIENCE),
          ...(local ? {} : { lookup: publicLookup }),
        },
        (answer) => {
          resolve(answer.statusCode!)
          answer.destroy()
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
    return { status, error: status >= 200 && status < 300 ? null : `answered ${status}` }
  } catch (error) {
    if (error instanceof RowrightError) return { status: null, error: error.message }
    const { name, message, code } = error as Error & { code?: string }
    const said =
      name === 'TimeoutError' || name === 'AbortError' ? 'no answer within 15 s' : (code ?? message)
    return { status: null, error: said.slice(0, 200) }
  }
}
