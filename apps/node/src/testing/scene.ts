import { openGuard } from '@rowright/guard'
import { type CollectionNode, DEFAULT_SETTINGS, openNode, type Settings } from '@rowright/node'
import type { Signer } from '@rowright/protocol'
import { type MemoryStore, memoryStore } from './memoryStore.ts'
import { newSigner, openTestInstance, type TestInstance } from './testInstance.ts'
import { openTestInternet, type TestInternet } from './testInternet.ts'

export interface Scene {
  internet: TestInternet
  instance: TestInstance
  store: MemoryStore
  key: Signer
  clock: { now(): number; sleep(milliseconds: number): Promise<void>; ahead: number }
  node: CollectionNode
  /** As a browser's permissions say; without it any. */
  permittedHosts?: string[]
  /** A new process over the same memory. */
  restart(): CollectionNode
  /** Ticks until nothing is open and nothing more comes. */
  run(): Promise<void>
  /** The log's sentences. */
  said(): string[]
  close(): Promise<void>
}

const T0 = Date.parse('2026-11-26T12:00:00Z')
/** A node that has not come to rest after so many ticks never will. */
const MOST_TICKS = 200

/** A paired node, an instance and an internet; hours pass in no time, everything else is real. */
export async function openScene(settings: Partial<Settings> = {}): Promise<Scene> {
  const internet = await openTestInternet()
  const instance = await openTestInstance()
  const store = memoryStore()
  const key = await newSigner()
  let elapsed = 0
  const clock = {
    ahead: 0,
    now: () => T0 + elapsed + clock.ahead,
    async sleep(milliseconds: number) {
      elapsed += Math.max(0, milliseconds)
    },
  }
  instance.now = () => T0 + elapsed
  instance.nodeKey = key.publicKey
  const pairing = {
    url: instance.url,
    nodeId: crypto.randomUUID(),
    instanceKey: instance.signer.publicKey,
    publicUrl: 'https://rowright.example/',
  }
  const fetcher = openGuard({
    userAgent: 'RowrightBot/0.1 (+https://rowright.example/bot)',
    wires: internet.wires,
    patience: { headers: 100_000, whole: 100_000 },
  })
  const scene: Scene = {
    internet,
    instance,
    store,
    key,
    clock,
    node: open(),
    restart() {
      scene.node = open()
      return scene.node
    },
    async run() {
      for (let tick = 0; tick < MOST_TICKS; tick++) {
        const next = await scene.node.tick()
        const open = (await scene.node.journal.works()).some((work) => work.state !== 'done')
        if (!open && next > clock.now()) return
        await clock.sleep(next - clock.now())
      }
      throw new Error(`no rest after ${MOST_TICKS} ticks:\n${scene.said().slice(-20).join('\n')}`)
    },
    said: () => store.lines.map(({ text }) => text),
    async close() {
      await internet.close()
      await instance.close()
    },
  }
  function open(): CollectionNode {
    return openNode({
      store,
      pairing,
      node: key,
      fetcher,
      client: 'rowright-node/0.1.0',
      fetch,
      now: clock.now,
      sleep: clock.sleep,
      permittedHosts: async () => scene.permittedHosts,
    })
  }
  await scene.node.journal.setSettings({ ...DEFAULT_SETTINGS, on: true, mode: 'automatic', ...settings })
  return scene
}
