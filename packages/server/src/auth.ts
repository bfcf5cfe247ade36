import { withTx } from '@rowright/db'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { anonymous, bearer, siwe } from 'better-auth/plugins'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { createPublicClient, type Hex, http, verifyMessage } from 'viem'
import { generateSiweNonce } from 'viem/siwe'
import { account, session, user, verification, walletAddress } from './auth.sql.ts'
import { ensurePerson, linkWallet } from './linking.ts'
import type { System } from './system.ts'

const DAY = 86_400

/**
 * Sign-in by better-auth: guests (anonymous) and wallets (SIWE, ERC-4361). Its users point to our persons. Its
 * in-memory rate limit is off: ours counts in Postgres. Its habit of deleting the guest on linking is off too.
 */
export function makeAuth(system: System) {
  const { publicUrl, authSecret } = system.config
  return betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: authSecret,
    trustedOrigins: [publicUrl],
    database: drizzleAdapter(drizzle(system.database.pool), {
      provider: 'pg',
      schema: { user, session, account, verification, walletAddress },
    }),
    session: { expiresIn: 90 * DAY, updateAge: DAY },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'rowright',
      disableOriginCheck: false,
      // It would believe X-Forwarded-For; nobody here needs the address.
      ipAddress: { disableIpTracking: true },
    },
    logger: { level: 'error', log: (_, message) => system.database.log.warn('sign-in', { message }) },
    // What it did not foresee is ours to report.
    onAPIError: { throw: true },
    user: { additionalFields: { personId: { type: 'string', required: false, input: false } } },
    plugins: [
      anonymous({ disableDeleteAnonymousUser: true }),
      siwe({
        domain: new URL(publicUrl).host,
        getNonce: async () => generateSiweNonce(),
        verifyMessage: (proof) => provesAddress(system, proof),
      }),
      bearer(),
    ],
    hooks: {
      after: createAuthMiddleware(async (ctx) => {
        const fresh = ctx.context.newSession
        if (!fresh) return
        if (ctx.path === '/sign-in/anonymous') {
          await withTx(system.database, { kind: 'public' }, (c) => ensurePerson(c, fresh.user.id))
        }
        if (ctx.path === '/siwe/verify') {
          const before = await getSessionFromCtx(ctx, { disableRefresh: true }).catch(() => null)
          const address = await addressOf(system, fresh.user.id)
          await withTx(system.database, { kind: 'public' }, (c) =>
            linkWallet(c, { userId: fresh.user.id, guestUserId: before?.user.id ?? null, address }),
          )
        }
      }),
    },
  })
}

export type Auth = ReturnType<typeof makeAuth>

async function addressOf(system: System, userId: string): Promise<string> {
  const { rows } = await drizzle(system.database.pool).execute<{ address: string }>(
    sql`select address from auth_wallet_address where user_id = ${userId} order by created_at desc limit 1`,
  )
  return rows[0]!.address
}

/**
 * Whether a SIWE message was signed by the address it names. ECDSA signatures verify without the chain; contract
 * wallets (ERC-1271, ERC-6492) ask it. The library takes any chain id; ours is the one our contracts are on.
 * @throws APIError `UNAUTHORIZED_WRONG_CHAIN`, `CHAIN_UNREACHABLE`: the only kind of error that the library passes on.
 */
async function provesAddress(
  system: System,
  proof: { message: string; signature: string; address: string; chainId: number },
): Promise<boolean> {
  const deployment = await system.deployment()
  if (deployment && deployment.chainId !== proof.chainId)
    throw new APIError('UNAUTHORIZED', { code: 'UNAUTHORIZED_WRONG_CHAIN' })
  const signed = {
    message: proof.message,
    signature: proof.signature as Hex,
    address: proof.address as Hex,
  }
  // A signature of another length than 65 bytes is no ECDSA signature: that is a no, not a fault.
  if (await verifyMessage(signed).catch(() => false)) return true
  const client = createPublicClient({
    transport: http(system.config.rpcUrl, { retryCount: 0, timeout: 5_000 }),
  })
  try {
    // Asked first, because the check below takes a chain that is down for a signature that is wrong.
    await client.getBlockNumber()
    return await client.verifyMessage(signed)
  } catch (error) {
    throw new APIError('SERVICE_UNAVAILABLE', { code: 'CHAIN_UNREACHABLE', message: String(error) })
  }
}
