import type { Sentence } from '@rowright/collector'
import {
  authorizeCall,
  clipOutput,
  commitOutput,
  leasesOutput,
  NODE_CALLS,
  type NodeCall,
  nodeMeOutput,
  pairOutput,
  returnOutput,
  revealOutput,
  type Signer,
  turnOutput,
} from '@rowright/protocol'
import type { z } from 'zod'
import { problemWords } from './words/pageWords.ts'
import { sentence } from './words/sentences.ts'

const OUTPUTS = {
  pair: pairOutput,
  leases: leasesOutput,
  turn: turnOutput,
  commit: commitOutput,
  reveal: revealOutput,
  return: returnOutput,
  clip: clipOutput,
  me: nodeMeOutput,
} as const
type Output<C extends NodeCall> = z.infer<(typeof OUTPUTS)[C]>

/** Longer than any answer of the instance; a page of leases is some kilobytes. */
const ANSWER_LIMIT = 4_000_000
const PATIENCE = 30_000

export type Called<C extends NodeCall> =
  | { kind: 'answer'; output: Output<C> }
  /** Nobody there, or not now: the same call later. */
  | { kind: 'later'; seconds: number; said: Sentence }
  /** Final: the same call would be refused again. */
  | { kind: 'refused'; status: number; code: string; said: Sentence }

export interface Instance {
  call<C extends NodeCall>(call: C, input: Record<string, unknown>): Promise<Called<C>>
  /** What the instance's clock shows, by its last answer. Milliseconds. */
  now(): number
  /** How far this machine's clock is behind the instance's, in milliseconds. */
  offset(): number
  /** Whether it has said yet what its clock shows. */
  isTimed(): boolean
}

export interface InstanceDeps {
  url: string
  node: Signer
  now: () => number
  fetch: typeof globalThis.fetch
}

/** The instance's API, every call signed with the node's key and stamped by the instance's clock. [NOD-2, NOD-5] */
export function openInstance({ url, node, now, fetch }: InstanceDeps): Instance {
  let offset = 0
  let timed = false
  const learn = (instant: string | null | undefined, sentAt: number) => {
    const theirs = Date.parse(instant ?? '')
    if (Number.isNaN(theirs)) return
    timed = true
    // Half the way there and back belongs to the line.
    offset = theirs - (sentAt + now()) / 2
  }

  async function once<C extends NodeCall>(call: C, input: Record<string, unknown>) {
    const { method, path } = NODE_CALLS[call]
    const at = new Date(now() + offset).toISOString()
    const target = new URL(
      path.replace('{leaseId}', () => encodeURIComponent(String(input.leaseId))),
      url,
    )
    return fetch(target, {
      method,
      headers: {
        authorization: await authorizeCall(node, call, input, at),
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      },
      body: method === 'GET' ? undefined : JSON.stringify(input),
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    })
  }

  async function call<C extends NodeCall>(
    name: C,
    input: Record<string, unknown>,
    again = true,
  ): Promise<Called<C>> {
    const sentAt = now()
    let response: Response
    let text: string
    try {
      response = await once(name, input)
      text = await readText(response)
    } catch (error) {
      return { kind: 'later', seconds: 30, said: sentence('instanceUnreachable', causeOf(error)) }
    }
    const body = parse(text)
    if (!response.ok) {
      const problem = (body ?? {}) as {
        code?: string
        title?: string
        detail?: string
        retryable?: boolean
        now?: string
      }
      const code = problem.code ?? `http/${response.status}`
      if (code === 'collect/clock-skew' && again) {
        learn(problem.now ?? response.headers.get('date'), sentAt)
        return call(name, input, false)
      }
      const said = problem.title
        ? problemWords(code, [problem.title, problem.detail].filter(Boolean).join(' '))
        : sentence('instanceAnswers', response.status)
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
      if (response.status >= 500 || response.status === 429 || problem.retryable === true)
        return { kind: 'later', seconds: seconds > 0 ? Math.min(seconds, 3600) : 30, said }
      return { kind: 'refused', status: response.status, code, said }
    }
    const output = OUTPUTS[name].safeParse(body)
    if (!output.success)
      return {
        kind: 'later',
        seconds: 300,
        said: sentence('instanceUnknown', issueOf(output.error)),
      }
    learn(output.data.now, sentAt)
    return { kind: 'answer', output: output.data as Output<C> }
  }

  return { call, now: () => now() + offset, offset: () => offset, isTimed: () => timed }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > ANSWER_LIMIT) throw new Error('its answer is too long')
    chunks.push(chunk)
  }
  return new TextDecoder().decode(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: a proxy's page. The status says the rest.
    return null
  }
}

const issueOf = (error: z.ZodError) => `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`

function causeOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string } }).cause
  return cause?.code ?? (error as Error).message
}
