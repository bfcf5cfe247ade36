// Regenerates src/generated/abi.ts from the contracts: `node gen.mjs`, or `--check` to fail when it is stale.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from './src/post/compile.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const abi = `${here}src/generated/abi.ts`
const check = process.argv.includes('--check')

compile()
const before = readOr(abi, '')
execFileSync(process.execPath, [`${here}../../node_modules/@wagmi/cli/dist/esm/cli.js`, 'generate'], {
  cwd: here,
  stdio: 'pipe',
})
const after = readFileSync(abi, 'utf8')
if (after === before) console.log('packages/chain: ABIs are up to date')
else if (check) {
  writeFileSync(abi, before)
  console.error('packages/chain: the generated ABIs are stale. Run `npm run gen` and commit the result.')
  process.exitCode = 1
} else console.log('packages/chain: ABIs written')

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return otherwise
    throw error
  }
}
