import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

import { until } from './background.ts'
import { supervise } from './supervisor.ts'
import { temporaryFolder } from './temporary.ts'

const folder = await temporaryFolder('supervisor')
afterAll(() => rm(folder, { recursive: true, force: true }))

function program(name: string, code: string) {
  const log = join(folder, `${name}.log`)
  return {
    name,
    file: process.execPath,
    args: ['-e', code],
    cwd: folder,
    env: { PATH: process.env.PATH },
    log,
  }
}
const silent = { started: () => undefined, ended: () => undefined }
const WAITING = 'setInterval(() => {}, 1000)'

test('[RUN-11] a program that is killed comes back, and one that is stopped does not', async () => {
  const notes: string[] = []
  const web = supervise(program('web', WAITING), { ...silent, note: (line) => notes.push(line) })
  const first = web.pid
  web.kill('SIGKILL')
  const back = async () => web.pid !== undefined && web.pid !== first
  expect(await until(back, { withinMs: 300_000 })).toBe(true)
  expect(notes).toEqual(['web ended (SIGKILL); again in 0.5 s.'])

  await web.stop()
  await new Promise((wake) => setTimeout(wake, 1_500))
  expect(web.pid).toBeUndefined()
})

test('[RUN-12] a program that keeps failing waits longer each time, and its last words are told', async () => {
  const notes: string[] = []
  const events = { ...silent, note: (line: string) => notes.push(line) }
  const api = supervise(program('api', "console.error('Error: no database'); process.exit(3)"), events)
  expect(await until(async () => notes.length >= 3, { withinMs: 300_000 })).toBe(true)
  await api.stop()
  expect(notes.slice(0, 3)).toEqual([
    'api ended (3); again in 0.5 s. Error: no database',
    'api ended (3); again in 1 s. Error: no database',
    'api ended (3); again in 2 s. Error: no database',
  ])
})

test('[RUN-13] restart ends the old process first', async () => {
  const order: string[] = []
  const events = {
    started: (_name: string, { pid }: { pid: number }) => order.push(`started ${pid}`),
    ended: ({ pid }: { pid: number }) => order.push(`ended ${pid}`),
    note: () => undefined,
  }
  const worker = supervise(program('worker', WAITING), events)
  const first = worker.pid
  await worker.restart()
  expect(order).toEqual([`started ${first}`, `ended ${first}`, `started ${worker.pid}`])
  await worker.stop()
})
