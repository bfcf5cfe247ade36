import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApp } from './app.ts'
import { openDoor, type TestDoor } from './testDoor.ts'

const database = testDatabase()
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database)
})
afterAll(() => door.close())

interface Described {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
  tags: { name: string; description?: string }[]
  components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } }
}
const described = async () => (await door.send<Described>('GET', '/v1/openapi.json')).json

test('[SRV-25] every route that is served is described, and nothing else', async () => {
  const { paths, openapi } = await described()
  expect(openapi).toMatch(/^3\.1\./)
  const app = makeApp({ system: door.system, webUrl: undefined, trustedProxies: 0 })
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/(v1|delta-sharing|api|rpc)\b/.test(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter((route) => route !== 'GET /v1/openapi.json')
  const known = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect([...new Set(known)].sort()).toEqual([...new Set(served)].sort())
  const operations = Object.values(paths).flatMap((one) => Object.values(one))
  expect(new Set(operations.map((one) => one.operationId)).size).toBe(operations.length)
  for (const one of operations) expect(one.responses, one.operationId).toHaveProperty('default')
})

test('[SRV-25] every error code of the sources is in the description and on its page', async () => {
  const { components, tags } = await described()
  const listed = components.schemas.Problem.properties.code.enum
  const page = tags.find(({ name }) => name === 'errors')!.description!
  const root = join(import.meta.dirname, '../../..')
  const codes = new Set<string>()
  for (const folder of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, folder), { recursive: true }) as string[]) {
      if (!/\/src\/.*\.ts$/.test(`/${name}`) || /node_modules|\.test\.ts$|\/generated\//.test(name)) continue
      const source = readFileSync(join(root, folder, name), 'utf8')
      for (const [, code] of source.matchAll(/new RowrightError\(\s*'([a-z-]+\/[a-z0-9-]+)'/g))
        codes.add(code!)
    }
  }
  expect(codes.size).toBeGreaterThan(100)
  expect([...codes].filter((code) => !listed.includes(code))).toEqual([])
  expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([])
})

test('[SRV-25] a route names the errors that it can give under their status, and no others', async () => {
  const { paths } = await described()
  const codes = (method: string, path: string, status: number) => {
    const { responses } = paths[path]![method]!
    const text = JSON.stringify(responses[status] ?? {})
    return [...text.matchAll(/"([a-z]+\/[a-z-]+)"/g)]
      .map((match) => match[1]!)
      .filter((one) => one !== 'application/problem')
  }
  expect(codes('post', '/v1/licenses', 409)).toEqual(
    expect.arrayContaining(['license/transaction-used', 'license/quote-expired', 'request/in-flight']),
  )
  expect(codes('post', '/v1/licenses', 422)).toContain('request/key-reused')
  expect(codes('get', '/v1/blobs/{sha256}', 410)).toEqual(['export/gone'])
  expect(codes('get', '/v1/blobs/{sha256}', 416)).toEqual(['request/range'])
  expect(codes('get', '/v1/licenses/{licenseId}/releases/{releaseId}/export', 422)).toEqual(
    expect.arrayContaining(['export/unknown-column', 'export/unknown-format', 'export/bad-filter']),
  )
  expect(codes('get', '/v1/licenses/{licenseId}/changes', 422)).toEqual([])
  expect(codes('get', '/v1/licenses/{licenseId}/changes', 403)).not.toContain('people/api-key-reads-only')
})

test('[SRV-25] a status that a route describes names also what any route answers with it', async () => {
  const { paths } = await described()
  const codes = JSON.stringify(paths['/v1/audit']!.get!.responses[422])
  expect(codes).toContain('request/bad-cursor')
  expect(codes).toContain('request/invalid')
})

test('[SRV-25] every reference leads somewhere', async () => {
  const text = JSON.stringify(await described())
  const document = JSON.parse(text) as Record<string, unknown>
  const found = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!)
  const leads = (path: string) =>
    path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
  expect(found.length).toBeGreaterThan(100)
  expect([...new Set(found)].filter((path) => leads(path) === undefined)).toEqual([])
})

test('[SRV-25] the page and its reader come from here, under a policy that lets nothing else in', async () => {
  const page = await door.send('GET', '/docs/api')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(page.text).not.toMatch(/https?:/)
  const reader = await door.send('GET', '/docs/api/reader.js')
  expect(reader.headers.get('content-type')).toContain('text/javascript')
  expect(reader.text.length).toBeGreaterThan(1_000_000)
})
