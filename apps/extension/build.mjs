import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { sha256, zip } from '../../scripts/pack.mjs'

// Builds the extension into dist/release, or with `--test` into dist/test, or `--into` another folder; `--pack FILE`
// makes a ZIP file whose bytes are the same on every machine that builds the same sources.
//
// The test build differs in this: its public hosts are on loopback, so the third layer (the address that answered)
// lets them pass; hosts are allowed from the start, for nobody can click the browser's own prompt there; and
// `--without first,second` takes layers away, so that the next one is seen to hold; `--steps` has each write wait for
// a page's word, so that the worker can be ended before and after it.
const here = fileURLToPath(new URL('.', import.meta.url))
const options = parseArgs({
  options: {
    test: { type: 'boolean', default: false },
    into: { type: 'string' },
    pack: { type: 'string' },
    without: { type: 'string', default: '' },
    steps: { type: 'boolean', default: false },
  },
}).values
const forTests = options.test
const into = options.into ?? join(here, 'dist', forTests ? 'test' : 'release')
const without = forTests ? options.without.split(',') : []
const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'))

const manifest = {
  manifest_version: 3,
  name: '__MSG_name__',
  version,
  description: '__MSG_description__',
  default_locale: 'en',
  minimum_chrome_version: '142',
  permissions: [
    'activeTab',
    'alarms',
    'contextMenus',
    'declarativeNetRequestWithHostAccess',
    'offscreen',
    'scripting',
    'webRequest',
  ],
  // Nothing at installation: each host is asked for by a click, and may be taken back.
  [forTests ? 'host_permissions' : 'optional_host_permissions']: ['https://*/*', 'http://*/*'],
  background: { service_worker: 'background.js', type: 'module' },
  action: { default_title: '__MSG_name__', default_popup: 'popup.html' },
  options_ui: { page: 'options.html', open_in_tab: true },
  content_security_policy: { extension_pages: "script-src 'self'; object-src 'none'" },
}

await rm(into, { recursive: true, force: true })
await mkdir(into, { recursive: true })
await build({
  entryPoints: ['background', 'battery', 'clip', 'consent', 'popup', 'options'].map(
    (name) => `apps/extension/src/${name}.ts`,
  ),
  // Comments name files from here: the same wherever the checkout is.
  absWorkingDir: join(here, '../..'),
  outdir: into,
  bundle: true,
  // Shared code once: the n-grams of languages are two megabytes.
  splitting: true,
  format: 'esm',
  target: 'chrome142',
  // Readable: whoever installs it can compare it with the sources.
  minify: false,
  define: {
    __LOOPBACK_IS_PUBLIC__: String(forTests && !without.includes('first')),
    __FIRST_LAYER__: String(!without.includes('first')),
    __SECOND_LAYER__: String(!without.includes('second')),
  },
  plugins: options.steps ? [stepped()] : [],
})
await cp(join(here, 'pages'), into, { recursive: true })
await writeFile(join(into, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
// Chrome has no zh-Hant: it is what these two read.
for (const [language, locales] of [
  ['en', ['en']],
  ['zh-Hant', ['zh_TW', 'zh_HK']],
]) {
  const messages = await messagesOf(language)
  for (const locale of locales) {
    const file = join(into, '_locales', locale, 'messages.json')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify(messages))
  }
}

/** What the pages say, and what the log may: each key once, in the browser's spelling of names. */
async function messagesOf(language) {
  const words = '../../packages/node/src/words'
  const files = [
    `messages/${language}.json`,
    `../../packages/collector/src/words/${language}.json`,
    `${words}/${language}.json`,
    // In English the instance's own words are shown.
    ...(language === 'en' ? [] : [`${words}/problems.${language}.json`]),
  ]
  const messages = {}
  for (const file of files) {
    const texts = JSON.parse(await readFile(join(here, file), 'utf8'))
    for (const [key, message] of Object.entries(texts)) {
      const name = key.replace(/\W/g, '_')
      if (name in messages) throw new Error(`${file}: ${key} stands in another list`)
      messages[name] = { message }
    }
  }
  return messages
}

/** @returns {import('esbuild').Plugin} the store that waits for a page's word before and after each write. */
function stepped() {
  const path = join(here, 'src/testing/steppedStore.ts')
  return {
    name: 'stepped',
    setup(within) {
      within.onResolve({ filter: /\/indexedDbStore\.ts$/ }, ({ importer }) =>
        importer === path ? undefined : { path },
      )
    },
  }
}

if (options.pack) {
  const names = (await readdir(into, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  const packed = zip(
    await Promise.all(
      names.map(async (path) => ({
        name: `rowright-node/${path.slice(into.length).replace(/^\/+/, '')}`,
        bytes: await readFile(path),
      })),
    ),
  )
  await writeFile(options.pack, packed)
  console.log(`${sha256(packed)}  ${options.pack}`)
}
