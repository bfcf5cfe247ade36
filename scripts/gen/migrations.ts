import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { ROOT } from '../runtime/root.ts'

/**
 * Writes a migration for what the `*.sql.ts` files say and the migrations do not. `--check` does the same in a copy
 * and fails when there was something to write. Renames make drizzle-kit ask, so run it in a terminal then.
 */
const check = process.argv.includes('--check')
const kit = join(ROOT, 'node_modules', 'drizzle-kit', 'bin.cjs')

if (check) {
  const copy = await mkdtemp(join(ROOT, '.gen-')) // inside the checkout: drizzle-kit takes relative paths only
  try {
    await cp(join(ROOT, 'drizzle'), join(copy, 'drizzle'), { recursive: true })
    const config = join(copy, 'drizzle.config.ts')
    const out = `./${basename(copy)}/drizzle`
    await writeFile(
      config,
      `import base from '../drizzle.config.ts'\nexport default { ...base, out: '${out}' }\n`,
    )
    const before = await sqlFiles(join(ROOT, 'drizzle'))
    const status = generate(config)
    const added = (await sqlFiles(join(copy, 'drizzle'))).filter((file) => !before.includes(file))
    if (status === 0 && added.length === 0) console.log('drizzle: migrations are up to date')
    else {
      console.error(
        'drizzle: the tables in *.sql.ts have changed. Run `npm run gen` and commit the migration.',
      )
      process.exitCode = 1
    }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
} else {
  process.exitCode = generate(join(ROOT, 'drizzle.config.ts'))
}

function generate(config: string): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [kit, 'generate', '--config', config], {
    cwd: ROOT,
    stdio: [check ? 'ignore' : 'inherit', check ? 'pipe' : 'inherit', check ? 'pipe' : 'inherit'],
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (status !== 0 && check) console.error(`${stdout}${stderr}`.trim())
  return status ?? 1
}

async function sqlFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.sql'))
}
