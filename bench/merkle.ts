/** Reward trees: leaves a second and peak memory of 1,048,576 leaves, against npm @openzeppelin/merkle-tree on fewer in the same run. `--leaves N`, `--peer-leaves N`. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Built } from './merkle/build.ts'

const { values } = parseArgs({
  options: { leaves: { type: 'string' }, 'peer-leaves': { type: 'string' } },
})
const leaves = Number(values.leaves ?? 2 ** 20)
// A million of the peer's leaves take minutes and gigabytes; it gets slower per leaf with size, so fewer favor it.
const peerLeaves = Number(values['peer-leaves'] ?? 65_536)

// Each in a process of its own, so that its peak is its own.
const run = (builder: string, count: number): Built =>
  JSON.parse(
    execFileSync(process.execPath, [
      fileURLToPath(new URL('merkle/build.ts', import.meta.url)),
      builder,
      String(count),
    ]).toString(),
  ) as Built

const peer = run('peer', peerLeaves)
const check = run('ours', peerLeaves)
const ours = run('ours', leaves)
if (check.root !== peer.root) throw new Error(`The roots differ: ${check.root}, ${peer.root}.`)
const rate = (one: Built, count: number) => Math.round(count / one.seconds)
const line = (name: string, one: Built, count: number) =>
  console.log(
    `${name.padEnd(28)}${count.toLocaleString('en').padStart(10)} leaves ${one.seconds.toFixed(2).padStart(7)} s ${rate(one, count).toLocaleString('en').padStart(9)}/s ${String(one.peakMB).padStart(5)} MB`,
  )
line('@openzeppelin/merkle-tree', peer, peerLeaves)
line('ours, the same leaves', check, peerLeaves)
line('ours', ours, leaves)
console.log('Same root on the same leaves. From (account, token, cumulative) to the root; one process each.')
console.log(
  JSON.stringify({
    leaves,
    seconds: Number(ours.seconds.toFixed(2)),
    leavesPerSecond: rate(ours, leaves),
    peerLeavesPerSecond: rate(peer, peerLeaves),
    ratio: Number((rate(ours, leaves) / rate(peer, peerLeaves)).toFixed(1)),
    peakMB: ours.peakMB,
  }),
)
