import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { ROOT } from '../runtime/root.ts'

const folder = join(ROOT, 'contracts/test')
const trees = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.tree'),
)
/** Tests that are not branches of a verb: random sequences of all of them. */
const WITHOUT_TREE = /^invariants\//

/** The test a condition stands for, named as bulloak names it, without its `RevertWhen_`. */
function testName(condition: string): string {
  const words = condition.replaceAll("'", '').split(/[^A-Za-z0-9]+/)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

const plain = (name: string) => name.replace(/^Revert(When|Given)_/, '$1')

/** What every condition of a tree asks for; a condition without a leaf asks for nothing and is a fault. */
function branchesOf(tree: string): { condition: string; leaves: string[] }[] {
  const branches: { condition: string; leaves: string[] }[] = []
  for (const line of tree.split('\n').slice(1)) {
    const text = line.replace(/^[\s│├└─]+/, '').trim()
    if (/^(when|given) /.test(text)) branches.push({ condition: text, leaves: [] })
    else if (text.startsWith('it ')) branches.at(-1)?.leaves.push(text)
    else if (text) throw new Error(`"${text}" is neither a condition (when, given) nor a leaf (it should)`)
  }
  return branches
}

const testsOf = (source: string) =>
  [...source.matchAll(/function test(?:Fuzz)?_(\w+)/g)].map(([, name]) => name!)

describe('branch trees of the contract tests', () => {
  test('every folder of verbs has them', () => expect(trees.length).toBeGreaterThan(30))

  test.each(trees)('%s and its tests are the same branches', (path) => {
    const branches = branchesOf(readFileSync(join(folder, path), 'utf8'))
    for (const { condition, leaves } of branches) expect(leaves, condition).not.toEqual([])
    const names = testsOf(readFileSync(join(folder, path.replace('.tree', '.t.sol')), 'utf8'))
    expect(names.map(plain).sort()).toEqual(branches.map(({ condition }) => testName(condition)).sort())
    for (const { condition, leaves } of branches) {
      if (!leaves.every((leaf) => leaf.startsWith('it should revert'))) continue
      const name = names.find((one) => plain(one) === testName(condition))
      expect(name, `${condition}: all its leaves revert`).toMatch(/^Revert/)
    }
  })

  test('every file of tests has a tree', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const without = files
      .filter((path) => path.endsWith('.t.sol') && !WITHOUT_TREE.test(path))
      .filter((path) => !files.includes(path.replace('.t.sol', '.tree')))
    expect(without).toEqual([])
  })
})
