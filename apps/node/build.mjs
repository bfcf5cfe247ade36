import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { sha256, tarball } from '../../scripts/pack.mjs'

// Packs the headless node: one program without dependencies, a service file and a page to read. `--pack FILE` says
// where to; the bytes are the same on every machine that builds the same sources.
const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')
const { pack } = parseArgs({ options: { pack: { type: 'string' } } }).values

// Node 20 does without it.
const URL_PARSE = 'URL.parse??=(url,base)=>{try{return new URL(url,base)}catch{return null}};'
const { outputFiles } = await build({
  entryPoints: ['apps/node/src/main.ts'],
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: false,
  legalComments: 'inline',
  // A parser of pages that would draw on a canvas if there were one.
  external: ['canvas'],
  banner: {
    js: `#!/usr/bin/env node\nimport{createRequire as requireOf}from'node:module';const require=requireOf(import.meta.url);${URL_PARSE}`,
  },
})
const { version, license } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'))
const text = (content) => new TextEncoder().encode(content)
const served = async (name) => ({
  name: `rowright-node/${name}`,
  bytes: await readFile(join(here, 'served', name)),
})
const packed = tarball([
  { name: 'rowright-node/rowright-node.mjs', bytes: outputFiles[0].contents, executable: true },
  {
    name: 'rowright-node/package.json',
    bytes: text(
      `${JSON.stringify({ name: 'rowright-node', version, license, type: 'module', bin: 'rowright-node.mjs', engines: { node: '>=20' } }, null, 2)}\n`,
    ),
  },
  await served('README.md'),
  await served('rowright-node.service'),
])
const file = pack ?? join(here, 'dist/rowright-node.tgz')
await writeFile(file, packed)
console.log(`${sha256(packed)}  ${file}`)
