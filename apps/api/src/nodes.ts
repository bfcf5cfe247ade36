import { type Ctx, withTx } from '@rowright/db'
import {
  ask,
  askTurn,
  commit,
  giveBack,
  giveClip,
  leaseBody,
  type Node,
  nodeOfKey,
  nodeView,
  offersFor,
  pairNode,
  reveal,
} from '@rowright/pipeline/collect'
import { assertActive } from '@rowright/pipeline/people'
import {
  checkCall,
  clipInput,
  commitInput,
  leasesInput,
  NODE_CALLS,
  type NodeCall,
  pairInput,
  RowrightError,
  returnInput,
  revealInput,
  signLease,
  turnInput,
} from '@rowright/protocol'
import { assertReadable, nodeSigner, type RateRule, RULES, refuseMethod, type System } from '@rowright/server'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { addressClass } from './clientAddress.ts'
import { nodeAnswer } from './nodeAnswer.ts'

interface Called<T> {
  nodeKey: string
  input: T
  /** Salted hash of the caller's network. */
  network: string
}
type Answered = Record<string, unknown>
/** An answer, or how to finish it after the transaction: a lease that was rolled back is never signed. */
type Verb<T> = (ctx: Ctx, called: Called<T>) => Promise<Answered | (() => Promise<Answered>)>

/**
 * The calls of nodes, signed with their keys: who calls is who signed, no session, no cookie. Each may be repeated and
 * changes nothing the second time. [CLT-20..CLT-30]
 */
export function mountNodes(
  app: Hono,
  system: System,
  addressOf: (c: Context) => string,
  limit: (rule: RateRule, key: string) => Promise<unknown>,
): void {
  const { database, blobs, config } = system

  function on<S extends z.ZodType>(call: NodeCall, schema: S, verb: Verb<z.output<S>>): void {
    const { method, path } = NODE_CALLS[call]
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(method, pattern, async (c) => {
      const raw = method === 'GET' ? {} : { ...(await bodyOf(c)), ...c.req.param() }
      // Before the signature: what is hashed for it has an end and a form.
      assertReadable(raw)
      const real = Date.now()
      const now = real + database.clockOffset(real)
      const checked = await checkCall(c.req.header('authorization'), call, raw, now)
      if (!checked.ok) throw unsigned(checked.code)
      const parsed = schema.safeParse(raw)
      if (!parsed.success) throw malformed(parsed.error)
      // An address that says nothing makes nobody a neighbor.
      const network = addressClass(addressOf(c), config.authSecret) ?? `node:${checked.nodeKey}`
      const { made, at } = await withTx(database, { kind: 'public' }, async (ctx) => ({
        made: await verb(ctx, { nodeKey: checked.nodeKey, input: parsed.data, network }),
        at: ctx.now(),
      }))
      const answer = typeof made === 'function' ? await made() : made
      return c.json({ ...answer, now: at.toISOString() }, 200, { 'cache-control': 'no-store' })
    })
    app.all(pattern, refuseMethod([method]))
  }

  on('pair', pairInput, async (ctx, { nodeKey, input }) => {
    const node = await pairNode(ctx, { ...input, publicKey: nodeKey })
    return async () => ({
      nodeId: node.id,
      instanceKey: (await nodeSigner(config.authSecret)).publicKey,
      publicUrl: config.publicUrl,
    })
  })
  on('leases', leasesInput, async (ctx, { nodeKey, input, network }) => {
    const { requestId, count, campaignIds, hosts, exceptHosts = [], preview } = input
    const node = await activeNode(ctx, nodeKey)
    const wished = { count, exceptHosts, ...(hosts ? { hosts } : {}) }
    if (preview) {
      const offers = (await offersFor(ctx, wished)).map((one) => ({ ...one, pay: String(one.pay) }))
      return { leases: [], offers, reason: null, reasonCode: null, retryAfter: 0, consentNeeded: [] }
    }
    const campaigns = campaignIds ? { campaignIds } : {}
    const { leases, ...why } = await ask(ctx, { node, network, requestId, ...wished, ...campaigns })
    return async () => {
      const signer = await nodeSigner(config.authSecret)
      return {
        leases: await Promise.all(leases.map((row) => signLease(leaseBody(row), signer))),
        offers: [],
        ...why,
      }
    }
  })
  on('turn', turnInput, async (ctx, { nodeKey, input }) => {
    const { at } = await askTurn(ctx, { node: await activeNode(ctx, nodeKey), ...input })
    return { at: at.toISOString() }
  })
  on('commit', commitInput, async (ctx, { nodeKey, input }) => {
    await commit(ctx, { node: await activeNode(ctx, nodeKey), ...input })
    return { revealAfter: 0 }
  })
  on('reveal', revealInput, async (ctx, { nodeKey, input }) => {
    await reveal(ctx, blobs, { node: await activeNode(ctx, nodeKey), ...input })
    return { state: 'taken', retryAfter: 0 }
  })
  on('return', returnInput, async (ctx, { nodeKey, input: { leaseId, ...given } }) => {
    await giveBack(ctx, { node: await activeNode(ctx, nodeKey), leaseId, given })
    return {}
  })
  on('clip', clipInput, async (ctx, { nodeKey, input }) => {
    const { personId } = await activeNode(ctx, nodeKey)
    await limit(RULES.upload, personId)
    const state = await giveClip(ctx, blobs, { personId, clip: input })
    return { state: state === 'permitted' ? ('asking' as const) : state }
  })
  on('me', z.object({}), async (ctx, { nodeKey }) => {
    const node = await nodeOfKey(ctx, nodeKey)
    return nodeAnswer(node, await nodeView(ctx, node))
  })
}

async function activeNode(ctx: Ctx, nodeKey: string): Promise<Node> {
  const node = await nodeOfKey(ctx, nodeKey)
  await assertActive(ctx, node.personId)
  return node
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await c.req.json()
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Said below, with what to send.
  }
  throw new RowrightError('request/unreadable', 'The body is not one JSON object.', {
    status: 400,
    field: 'body',
    hint: 'Send one JSON object (application/json).',
  })
}

function unsigned(code: 'unsigned' | 'clock-skew' | 'bad-signature'): RowrightError {
  const field = 'authorization'
  if (code === 'unsigned')
    return new RowrightError('collect/unsigned', 'The call has no "Rowright-Node" authorization.', {
      status: 401,
      field,
      hint: 'Sign it with the key of a paired node.',
    })
  if (code === 'clock-skew')
    return new RowrightError(
      'collect/clock-skew',
      'The call was signed over five minutes ago, or in the future.',
      {
        status: 401,
        field,
        hint: 'Set the clock by the "now" of any answer.',
      },
    )
  return new RowrightError(
    'collect/bad-signature',
    'The signature is not of this key over this call and input.',
    {
      status: 401,
      field,
      hint: 'Sign call, whole input and time, as they are sent.',
    },
  )
}

function malformed(error: z.ZodError): RowrightError {
  const issue = error.issues[0]
  const field = issue?.path.join('.') ?? 'body'
  return new RowrightError('request/invalid', `${field}: ${issue?.message ?? 'is not valid'}.`, {
    status: 422,
    field,
    hint: 'Correct the field and sign again.',
  })
}
