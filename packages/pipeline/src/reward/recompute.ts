import { hashJson } from '@rowright/protocol'
import { type EpochManifest, payOf, rootOf } from './manifest.ts'

/**
 * Checks an epoch from its manifest alone, or against the manifest before it. [REW-9]
 * @returns what is wrong, one sentence each; empty when everything follows.
 */
export function recompute(manifest: EpochManifest, previous: EpochManifest | null = null): string[] {
  const wrong: string[] = []
  const earned = new Map<string, bigint>()
  for (const line of manifest.lines) {
    const pay = payOf(line)
    if (line.account && pay > 0n) earned.set(line.account, (earned.get(line.account) ?? 0n) + pay)
  }
  const before = new Map(previous?.accounts.map((one) => [one.account, BigInt(one.cumulative)]))
  for (const one of manifest.accounts) {
    const work = (earned.get(one.account) ?? 0n) + BigInt(one.carriedIn) - BigInt(one.carriedOut)
    if (work !== BigInt(one.work)) wrong.push(`${one.account}: work is ${one.work}, its lines give ${work}.`)
    const growth = BigInt(one.work) + BigInt(one.revenue) + BigInt(one.waited)
    if (growth < 0n) wrong.push(`${one.account}: shrinks by ${-growth}.`)
    if (previous && (before.get(one.account) ?? 0n) + growth !== BigInt(one.cumulative)) {
      wrong.push(
        `${one.account}: cumulative is ${one.cumulative}, not ${(before.get(one.account) ?? 0n) + growth}.`,
      )
    }
    before.delete(one.account)
    earned.delete(one.account)
  }
  for (const account of before.keys()) wrong.push(`${account}: was in the epoch before and is gone.`)
  for (const account of earned.keys()) wrong.push(`${account}: has lines and no account.`)

  const leaves = manifest.accounts
    .map((one) => ({ account: one.account, cumulative: BigInt(one.cumulative) }))
    .filter((leaf) => leaf.cumulative > 0n)
  const accounts = new Set(leaves.map((leaf) => leaf.account))
  if (accounts.size < leaves.length) wrong.push('An account has two leaves.')
  else if (rootOf(leaves, manifest.token) !== manifest.root) wrong.push('The leaves do not give the root.')
  const declared = leaves.reduce((sum, leaf) => sum + leaf.cumulative, 0n)
  if (String(declared) !== manifest.declared)
    wrong.push(`Declared is ${manifest.declared}, the leaves sum to ${declared}.`)
  if (previous) {
    const named = manifest.previous
    const right = named?.number === previous.number && named.manifestSha256 === hashJson(previous)
    if (!right) wrong.push('The epoch before is not the one it names.')
  }
  return wrong
}
