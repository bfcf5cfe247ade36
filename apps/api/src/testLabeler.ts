import type { TestDatabase } from '@rowright/testing'
import { consentFor } from '@rowright/testing/factories'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect } from 'vitest'
import type { Scene } from '../../worker/src/testing/scene.ts'
import type { TestDoor } from './testDoor.ts'

export interface Labeler {
  token: string
  personId: string
  address: `0x${string}`
}

/** Signs in with a fresh wallet, and consents to the scene's pool. */
export async function newLabeler(door: TestDoor, database: TestDatabase, scene: Scene): Promise<Labeler> {
  const wallet = privateKeyToAccount(generatePrivateKey())
  const { token, personId } = await door.wallet(wallet)
  await database.tx((ctx) => consentFor(ctx, scene.pool, personId))
  return { token, personId, address: wallet.address }
}

type Reservation = { assignment: { id: string } | null; reason: string | null }

/**
 * Reserves and submits over HTTP until there is nothing left, or `limit` are sent. With several doors each answer is
 * sent through all of them at once, as an impatient client with a bad network does. @returns how many.
 */
export async function answerOver(
  doors: readonly [TestDoor, ...TestDoor[]],
  scene: Scene,
  token: string,
  limit = 1_000,
): Promise<number> {
  const campaign = `/v1/pools/${scene.pool.id}/campaigns/${scene.campaignId}/assignments`
  for (let sent = 0; sent < limit; sent++) {
    const held = await Promise.all(
      doors.map((door) => door.send<Reservation>('POST', campaign, { token, json: {} })),
    )
    const ids = new Set(held.map((one) => one.json.assignment?.id))
    const got = held.map((one) => `${one.status} ${one.text}`).join('\n')
    expect(ids.size, `every door hands out the same assignment:\n${got}`).toBe(1)
    const [id] = ids
    if (!id) return sent
    const path = `/v1/pools/${scene.pool.id}/assignments/${id}/submit`
    const done = await Promise.all(
      doors.map((door) => door.send('POST', path, { token, json: { value: '7' } })),
    )
    for (const one of done) expect(one.status, one.text).toBe(200)
  }
  return limit
}

export interface Earned {
  claimable: string
  pending: string
  paid: string
  cashOuts: { status: string }[]
}

export const earningsOver = async (door: TestDoor, token: string) =>
  (await door.send<Earned>('GET', '/v1/me/earnings', { token })).json
