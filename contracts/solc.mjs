#!/usr/bin/env node
// The compiler forge calls: npm's solc-js behind the flags forge uses, so that nothing is downloaded.
// solc-js cannot read files. forge names files outside contracts/ absolutely in its JSON input while the
// remappings make the imports relative to --base-path, so the names are made relative here.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute, relative } from 'node:path'

const solc = createRequire(import.meta.url)('solc')
const flags = process.argv.slice(2)

if (flags.includes('--version')) {
  const [version, commit] = solc.version().replace('.Emscripten.clang', '').split('+')
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${version}+${commit}.Linux.g++`)
} else if (flags.includes('--standard-json')) {
  const base = flags[flags.indexOf('--base-path') + 1] ?? process.cwd()
  const input = JSON.parse(readFileSync(0, 'utf8'))
  input.sources = Object.fromEntries(
    Object.entries(input.sources).map(([name, source]) => [
      isAbsolute(name) ? relative(base, name) : name,
      source,
    ]),
  )
  process.stdout.write(solc.compile(JSON.stringify(input)))
} else {
  console.error('solc.mjs understands --version and --standard-json only')
  process.exitCode = 2
}
