import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

import { breaches } from './rules.ts'
import { readSources } from './sources.ts'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

test('the checkout keeps the architecture', () => {
  const sources = readSources(ROOT)
  expect(sources.length, 'files looked at').toBeGreaterThan(50)
  expect(breaches(sources)).toEqual([])
})

/** A tree that breaks a rule must be refused: the test above passes because of the code, not in spite of it. */
describe('the architecture test refuses', () => {
  const cases: { rule: string; files: Record<string, string>; breach: string }[] = [
    {
      rule: 'a room that imports a room to its right',
      files: {
        'packages/pipeline/src/ledger/transfer.ts': "import { open } from '../pool/index.ts'\n",
        'packages/pipeline/src/pool/index.ts': "export { open } from './open.ts'\n",
      },
      breach:
        'packages/pipeline/src/ledger/transfer.ts → packages/pipeline/src/pool/index.ts: ledger stands left of pool (ledger ─ pool) and may not import it.',
    },
    {
      rule: 'a type taken from a room to the right, by package name, over several lines',
      files: {
        'packages/pipeline/src/people/join.ts':
          "import type {\n  Verdict,\n} from '@rowright/pipeline/settlement'\n",
      },
      breach:
        'packages/pipeline/src/people/join.ts → @rowright/pipeline/settlement: people stands left of settlement (people ─ ledger ─ pool ─ consent ─ collect ─ item ─ labeling ─ consensus ─ settlement) and may not import it.',
    },
    {
      rule: 'a dynamic import to the right',
      files: { 'packages/pipeline/src/item/admit.ts': "const late = () => import('../reward/index.ts')\n" },
      breach:
        'packages/pipeline/src/item/admit.ts → packages/pipeline/src/reward/index.ts: item stands left of reward (item ─ labeling ─ consensus ─ settlement ─ appeal ─ release ─ license ─ export ─ webhook ─ reward) and may not import it.',
    },
    {
      rule: "an import past a room's door",
      files: { 'packages/pipeline/src/pool/open.ts': "export { insert } from '../ledger/store.ts'\n" },
      breach:
        "packages/pipeline/src/pool/open.ts → packages/pipeline/src/ledger/store.ts: a room's only door is its index.ts.",
    },
    {
      rule: "a room that writes another room's table, in SQL",
      files: {
        'packages/pipeline/src/pool/pool.sql.ts':
          "export const funding = pgTable(\n  'campaign_funding',\n  {},\n)\n",
        'packages/pipeline/src/reward/pay.ts':
          'export const pay = () => sql`update campaign_funding set amount = 0`\n',
      },
      breach:
        'packages/pipeline/src/reward/pay.ts writes campaign_funding; only packages/pipeline/src/pool does.',
    },
    {
      rule: "a room that writes another room's table, by its name in the code",
      files: {
        'packages/pipeline/src/pool/pool.sql.ts': "export const funding = pgTable('campaign_funding', {})\n",
        'packages/server/src/pay.ts': 'export const pay = (ctx: Ctx) => ctx.tx.insert(funding).values([])\n',
      },
      breach: 'packages/server/src/pay.ts writes campaign_funding; only packages/pipeline/src/pool does.',
    },
    {
      rule: 'a folder that is no room',
      files: { 'packages/pipeline/src/sorting/format.ts': 'export const format = 1\n' },
      breach: 'packages/pipeline/src/sorting/format.ts: "sorting" is not a room of the architecture.',
    },
    {
      rule: 'a drawer that takes anything',
      files: { 'packages/db/src/helpers/format.ts': 'export const format = 1\n' },
      breach:
        'packages/db/src/helpers/format.ts: "helpers" says nothing about what is in it; name it by what it does.',
    },
    {
      rule: 'a file of more than 400 lines',
      files: { 'contracts/src/Huge.sol': '// line\n'.repeat(401) },
      breach: 'contracts/src/Huge.sol has 401 lines; 400 is the most. Split it by what it says.',
    },
    {
      rule: 'a verb that reads the environment',
      files: { 'packages/pipeline/src/pool/fund.ts': 'export const url = process.env.RPC_URL\n' },
      breach:
        'packages/pipeline/src/pool/fund.ts reads the environment; only a composition root does, and hands on what others need.',
    },
    {
      rule: 'a verb that looks at the wall clock',
      files: { 'packages/pipeline/src/pool/close.ts': 'export const now = Date.now()\n' },
      breach: 'packages/pipeline/src/pool/close.ts calls Date.now(; time and randomness come from ctx.',
    },
    {
      rule: 'a page that imports the database',
      files: { 'apps/web/src/app/page.tsx': "import pg from 'pg'\n" },
      breach:
        'apps/web/src/app/page.tsx → pg: apps/web may not import it, because pages are HTML only and ask the API.',
    },
    {
      rule: 'a page that imports more than types of the server',
      files: { 'apps/web/src/api.ts': "import { appRouter } from '@rowright/server'\n" },
      breach:
        'apps/web/src/api.ts → @rowright/server: apps/web may not import it, because pages are HTML only and ask the API.',
    },
    {
      rule: 'I/O in the protocol',
      files: { 'packages/protocol/src/hash.ts': "import { createHash } from 'node:crypto'\n" },
      breach:
        'packages/protocol/src/hash.ts → node:crypto: packages/protocol may not import it, because it runs anywhere and does no I/O.',
    },
    {
      rule: 'the chain knowing the database',
      files: { 'packages/chain/src/read.ts': "import { migrate } from '@rowright/db'\n" },
      breach:
        'packages/chain/src/read.ts → @rowright/db: packages/chain may not import it, because the chain is an edge.',
    },
    {
      rule: 'a relative way into another package',
      files: { 'packages/server/src/policy.ts': "import { tx } from '../../db/src/tx.ts'\n" },
      breach:
        'packages/server/src/policy.ts → packages/db/src/tx.ts: other packages are imported by name, through their exports.',
    },
  ]

  test.each(cases)('$rule', ({ files, breach }) => {
    expect(breachesOf(files)).toEqual([breach])
  })

  test('nothing in a tree that keeps the rules', () => {
    const kept = {
      'packages/pipeline/src/pool/open.ts':
        "// never process.env, never '../reward/index.ts'\nimport { transfer } from '../ledger/index.ts'\nimport { openPool } from './store.ts'\n",
      'packages/protocol/src/hash.test.ts': "import { readFileSync } from 'node:fs'\n",
      'apps/web/src/api.ts': "import type { AppRouter } from '@rowright/server'\n",
      'apps/api/src/env.ts': 'export const port = process.env.PORT\n',
      'contracts/src/Fine.sol': '// line\n'.repeat(400),
    }
    expect(breachesOf(kept)).toEqual([])
  })
})

function breachesOf(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'architecture-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return breaches(readSources(root))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
