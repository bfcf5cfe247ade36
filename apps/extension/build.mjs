import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

// Builds the extension into dist/release, or with `--test` into dist/test, or `--into` another folder. The test build differs in two things: its
// public hosts are on loopback, so the third layer (the address that answered) lets them pass; and hosts are allowed
// from the start, for nobody can click the browser's own prompt there.
const here = fileURLToPath(new URL('.', import.meta.url))
const { test: forTests, into: elsewhere } = parseArgs({
  options: { test: { type: 'boolean', default: false }, into: { type: 'string' } },
}).values
const into = elsewhere ?? join(here, 'dist', forTests ? 'test' : 'release')

const manifest = {
  manifest_version: 3,
  name: 'Rowright node',
  version: '0.1.0',
  description: 'Collects public pages that permit it, for data pools of your choice, and pays you for each.',
  minimum_chrome_version: '142',
  permissions: ['alarms', 'webRequest', 'declarativeNetRequestWithHostAccess'],
  // Nothing at installation: each host is asked for by a click, and may be taken back.
  [forTests ? 'host_permissions' : 'optional_host_permissions']: ['https://*/*', 'http://*/*'],
  background: { service_worker: 'background.js', type: 'module' },
  action: { default_title: 'Rowright node', default_popup: 'popup.html' },
  options_ui: { page: 'options.html', open_in_tab: true },
  content_security_policy: { extension_pages: "script-src 'self'; object-src 'none'" },
}

await rm(into, { recursive: true, force: true })
await mkdir(into, { recursive: true })
await build({
  entryPoints: ['background', 'consent', 'popup', 'options'].map((name) => join(here, 'src', `${name}.ts`)),
  outdir: into,
  bundle: true,
  // Shared code once: the n-grams of languages are two megabytes.
  splitting: true,
  format: 'esm',
  target: 'chrome142',
  // Readable: whoever installs it can compare it with the sources.
  minify: false,
  define: { __LOOPBACK_IS_PUBLIC__: String(forTests) },
})
await cp(join(here, 'pages'), into, { recursive: true })
await writeFile(join(into, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
