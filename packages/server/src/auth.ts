import { withTx } from '@rowright/db'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { anonymous, bearer, siwe } from 'better-auth/plugins'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { createPublicClient, http } from 'viem'
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
  const { publicUrl, authSecret, rpcUrl } = system.config
  // ECDSA signatures verify without the chain; contract wallets (ERC-1271, ERC-6492) ask it.
  const client = createPublicClient({ transport: http(rpcUrl) })
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
    advanced: { cookiePrefix: 'rowright', disableOriginCheck: false },
    user: { additionalFields: { personId: { type: 'string', required: false, input: false } } },
    plugins: [
      anonymous({ disableDeleteAnonymousUser: true }),
      siwe({
        domain: new URL(publicUrl).host,
        getNonce: async () => generateSiweNonce(),
        verifyMessage: ({ message, signature, address }) =>
          client.verifyMessage({
            message,
            signature: signature as `0x${string}`,
            address: address as `0x${string}`,
          }),
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
