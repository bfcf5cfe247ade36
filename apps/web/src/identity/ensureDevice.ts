import type { TrpcClient } from '../api/trpc.ts'
import { type DeviceKey, deviceKey } from './deviceKey.ts'

const registered = new Map<string, Promise<DeviceKey>>()

/** The device key of this browser, registered to the person (once per visit). */
export function ensureDevice(client: TrpcClient, personId: string): Promise<DeviceKey> {
  const known = registered.get(personId)
  if (known) return known
  const work = register(client, personId)
  registered.set(personId, work)
  work.catch(() => registered.delete(personId))
  return work
}

async function register(client: TrpcClient, personId: string): Promise<DeviceKey> {
  const key = await deviceKey()
  const proof = await key.sign(new TextEncoder().encode(`rowright.device.v1:${personId}`))
  await client.me.registerDevice.mutate({ publicKey: key.publicKey, proof })
  return key
}
