import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { handOver, install, root } from './bootstrap.mjs'

// One benchmark: `npm run bench -- NAME …`. Without a name, the list of them.
const [name, ...args] = process.argv.slice(2)
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))
  .sort()

if (name && names.includes(name)) {
  await install()
  await handOver(`bench/${name}.ts`, args)
} else {
  if (name) console.error(`✗ There is no benchmark "${name}".`)
  for (const known of names) console.log(`${known.padEnd(16)}${firstDocLine(known)}`)
  process.exitCode = name ? 1 : 0
}

function firstDocLine(benchmark) {
  const source = readFileSync(join(root, 'bench', `${benchmark}.ts`), 'utf8')
  return source.match(/\/\*\*\s*(?:\*\s*)?([^\n*]+)/)?.[1]?.trim() ?? ''
}
