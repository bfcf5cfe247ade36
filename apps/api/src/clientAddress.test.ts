import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { addressClass } from './clientAddress.ts'
import { openDoor } from './testDoor.ts'
import { someone } from './testWorld.ts'

const database = testDatabase()

test('[CNS-19] one network is one class; private addresses are none, and no class tells its address', () => {
  const of = (address: string, secret = 'a secret') => addressClass(address, secret)
  expect(of('203.0.113.7')).toMatch(/^[0-9a-f]{16}$/)
  expect(of('203.0.113.200')).toBe(of('203.0.113.7'))
  expect(of('203.0.114.7')).not.toBe(of('203.0.113.7'))
  expect(of('203.0.113.7', 'another')).not.toBe(of('203.0.113.7'))
  expect(of('2001:db8:7::1')).toBe(of('2001:0db8:0007:9:8:7:6:5'))
  expect(of('2001:db8::1')).toBe(of('2001:db8:0:ffff::2'))
  expect(of('2001:db8:8::1')).not.toBe(of('2001:db8:7::1'))
  const nowhere = [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.9',
    '172.20.0.1',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    'unknown',
  ]
  for (const address of nowhere) expect(of(address), address).toBeNull()
})

test('[CNS-19] an answer keeps the class of the network that it came from, and nothing else of it', async () => {
  const door = await openDoor(database, { trustedProxies: 1 })
  const requester = await someone(door, database, 'requester')
  const ada = await someone(door, database, 'ada')
  const at = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, requester)
    await giveConsent(ctx, pool, ada)
    const campaign = await newCampaign(ctx, pool, { items: ['one', 'two'], overlap: 1 })
    return { poolId: pool.id, campaignId: campaign.id }
  })
  const said = { token: ada.token, headers: { 'x-forwarded-for': '203.0.113.7' } }
  for (const headers of [said.headers, {}]) {
    const held = await door.send<{ assignment: { id: string } }>(
      'POST',
      `/v1/pools/${at.poolId}/campaigns/${at.campaignId}/assignments`,
      { token: ada.token, json: {} },
    )
    const path = `/v1/pools/${at.poolId}/assignments/${held.json.assignment.id}/submit`
    expect(
      (await door.send('POST', path, { token: ada.token, headers, json: { value: 'yes' } })).status,
    ).toBe(200)
  }
  const { rows } = await database.pool.query('select * from annotation order by submitted_at')
  expect(rows.map((row: { address_class: string | null }) => row.address_class)).toEqual([
    addressClass('203.0.113.7', door.system.config.authSecret),
    null,
  ])
  expect(JSON.stringify(rows)).not.toContain('203.0.113')
  await door.close()
})
