import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { refit } from '@rowright/pipeline/consensus'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'

const database = testDatabase()

const verify = () =>
  new Promise<{ code: number; text: string }>((done) => {
    const script = join(import.meta.dirname, 'main.ts')
    const options = { env: { ...process.env, DATABASE_URL: database.url } }
    execFile(process.execPath, ['--no-warnings', script], options, (error, out, err) =>
      done({ code: error ? Number(error.code ?? 1) : 0, text: out + err }),
    )
  })

test('[CNS-18] verify:results says match, and of one changed value the task it is about', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const campaign = await newCampaign(ctx, pool, { items: ['apple', 'pear', 'plum'], overlap: 2 })
    for (const name of ['ada', 'bo']) {
      const person = await newPerson(ctx, name)
      await giveConsent(ctx, pool, person)
      await answerAll(ctx, campaign, person, (id) => (id === 'pear' ? 'no' : 'yes'))
    }
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
  })
  expect(await verify()).toEqual({ code: 0, text: '  1 refits of 1 campaigns\nmatch\n' })
  await database.pool.query(`update result set value = 'yes' where value = 'no'`)
  const changed = await verify()
  expect(changed.code).toBe(1)
  expect(changed.text).toContain('differs: pear value: stored "yes", again "no"')
})
